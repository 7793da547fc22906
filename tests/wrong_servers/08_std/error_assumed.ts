/**
 * @wrong Logs the message of an error, even if no Error was thrown.
 * @replaces solutions/08_std/serve_fetch.ts
 * @rejectedBy task 13 · any value can be thrown
 * @saying /null:
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
      const reason = JSON.stringify((error as Error).message);
      log(`${who} "${request.method} ${pathname}" 500 failed: ${reason}`);
      return new Response("Internal server error", { status: 500 });
    }
  });
}
