/**
 * @wrong Lets a second server listen on the same port.
 * @replaces solutions/08_std/serve_fetch.ts
 * @rejectedBy task 1 · serveFetch throws if it cannot listen
 * @saying a port in use: the server listens
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
  return Deno.serve({ hostname, port, onListen, reusePort: true }, handler);
}
