/**
 * @wrong Closes the listener each time that shutdown() is called.
 * @rejectedBy task 25 · a request in progress is answered, a new one refused
 * @saying the second call of shutdown() threw
 *
 * @module
 */

import {
  type HttpHandler,
  serveHttp as serveWell,
  type ServeHttpOptions,
} from "../../../solutions/06_persistent.ts";

export * from "../../../solutions/06_persistent.ts";

export function serveHttp(options: ServeHttpOptions, handler: HttpHandler) {
  const server = serveWell(options, handler);
  let calls = 0;
  function shutdown(): Promise<void> {
    if (calls++ > 0) throw new Deno.errors.BadResource("Bad resource ID");
    return server.shutdown();
  }
  return { ...server, shutdown };
}
