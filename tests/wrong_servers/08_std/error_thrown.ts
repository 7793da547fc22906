/**
 * @wrong Leaves the errors of handlers to Deno.serve.
 * @replaces solutions/08_std/serve_fetch.ts
 * @rejectedBy task 12 · an error is 500, and one line of the log
 * @saying no line of the log contains "Error: the kettle is at 10.0.0.7"
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
    const response = await handler(request, info);
    log(`127.0.0.1: "${request.method} ${request.url}" ${response.status}`);
    return response;
  });
}
