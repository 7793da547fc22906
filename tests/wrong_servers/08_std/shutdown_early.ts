/**
 * @wrong Has shut down at once, while handlers still run.
 * @replaces solutions/08_std/serve_fetch.ts
 * @rejectedBy task 21 · the end waits for the handlers that still run
 * @saying shutdown() has settled while a handler was running
 *
 * @module
 */

import type { ServeOptions, Server } from "../../../solutions/02_http.ts";
import { serveFetch as original } from "../../../solutions/08_std/serve_fetch.ts";

export function serveFetch(
  options: ServeOptions,
  handler: Deno.ServeHandler<Deno.NetAddr>,
): Server {
  const server = original(options, handler);
  function shutdown(): Promise<void> {
    server.shutdown();
    return Promise.resolve();
  }
  return { ...server, shutdown };
}
