/**
 * @wrong Has finished when the connections are cut, while handlers still run.
 * @replaces solutions/08_std/serve_fetch.ts
 * @rejectedBy task 21 · the end waits for the handlers that still run
 * @saying finished has settled while a handler was running
 *
 * @module
 */

import type { ServeOptions, Server } from "../../../solutions/02_http.ts";

export function serveFetch(
  options: ServeOptions,
  handler: Deno.ServeHandler<Deno.NetAddr>,
): Server {
  const { hostname = "127.0.0.1", port } = options;
  const end = new AbortController();
  const { signal } = end;
  const onListen = () => {};
  const server = Deno.serve({ hostname, port, signal, onListen }, handler);
  const { addr, finished } = server;

  function shutdown(): Promise<void> {
    end.abort();
    return finished;
  }

  return { addr, finished, shutdown, [Symbol.asyncDispose]: shutdown };
}
