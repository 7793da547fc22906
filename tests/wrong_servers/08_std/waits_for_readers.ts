/**
 * @wrong Waits until every client has read its answer.
 * @replaces solutions/08_std/serve_fetch.ts
 * @rejectedBy task 20 · shutdown() cuts a client that does not read
 * @saying shutdown() has not ended within
 *
 * @module
 */

import type { ServeOptions, Server } from "../../../solutions/02_http.ts";

export function serveFetch(
  options: ServeOptions,
  handler: Deno.ServeHandler<Deno.NetAddr>,
): Server {
  const { hostname = "127.0.0.1", port } = options;
  const onListen = () => {};
  return Deno.serve({ hostname, port, onListen }, handler);
}
