/**
 * @wrong Logs the reason as it is: a line end begins another line.
 * @replaces solutions/08_std/serve_fetch.ts
 * @rejectedBy task 13 · a reason with line ends takes one line
 * @saying a line end in the reason begins another line
 *
 * @module
 */

import type { ServeOptions, Server } from "../../../solutions/02_http.ts";

export function serveFetch(
  options: ServeOptions,
  handler: Deno.ServeHandler<Deno.NetAddr>,
): Server {
  const { hostname = "127.0.0.1", port, log = console.log } = options;
  const onListen = () => {};
  return Deno.serve({ hostname, port, onListen }, async (request, info) => {
    const { remoteAddr } = info;
    const who = `${remoteAddr.hostname}:${remoteAddr.port}`;
    const { pathname } = new URL(request.url);
    try {
      return await handler(request, info);
    } catch (error) {
      log(`${who} "${request.method} ${pathname}" 500 failed: "${error}"`);
      return new Response("Internal server error", { status: 500 });
    }
  });
}
