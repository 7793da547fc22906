/**
 * @wrong Calls a log that may throw before it returns the answer.
 * @replaces solutions/08_std/serve_fetch.ts
 * @rejectedBy task 14 · a log that throws costs no answer
 * @saying status 500 instead of 200
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
    try {
      const response = await handler(request, info);
      log(`${request.url} ${response.status}`);
      return response;
    } catch (error) {
      log(`${request.url} 500 failed: ${error}`);
      return new Response("Internal server error", { status: 500 });
    }
  });
}
