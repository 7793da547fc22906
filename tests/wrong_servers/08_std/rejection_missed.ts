/**
 * @wrong Returns the promise of a handler without await: a rejection escapes.
 * @replaces solutions/08_std/serve_fetch.ts
 * @rejectedBy task 12 · an error is 500, and one line of the log
 * @saying rejected: no line of the log contains
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
  return Deno.serve({ hostname, port, onListen }, (request, info) => {
    const { remoteAddr } = info;
    const who = `${remoteAddr.hostname}:${remoteAddr.port}`;
    const { pathname } = new URL(request.url);
    try {
      return handler(request, info);
    } catch (error) {
      const reason = JSON.stringify(`${error}`);
      log(`${who} "${request.method} ${pathname}" 500 failed: ${reason}`);
      return new Response("Internal server error", { status: 500 });
    }
  });
}
