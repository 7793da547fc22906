/**
 * @wrong Logs the error in onError, which does not know the request.
 * @replaces solutions/08_std/serve_fetch.ts
 * @rejectedBy task 12 · an error is 500, and one line of the log
 * @saying thrown: the log has the line "Error: the kettle is at 10.0.0.7"
 *
 * @module
 */

import type { ServeOptions, Server } from "../../../solutions/02_http.ts";

export function serveFetch(
  options: ServeOptions,
  handler: Deno.ServeHandler<Deno.NetAddr>,
): Server {
  const { hostname = "127.0.0.1", port, log = console.log } = options;
  return Deno.serve({
    hostname,
    port,
    onListen() {},
    onError(error) {
      log(`${error}`);
      return new Response("Internal server error", { status: 500 });
    },
  }, handler);
}
