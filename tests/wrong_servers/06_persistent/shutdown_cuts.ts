/**
 * @wrong Cuts requests in progress at shutdown.
 * @rejectedBy task 25 · a request in progress is answered, a new one refused
 * @saying shutdown() has ended before the answer was sent
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
  return serveWell({ ...options, shutdownGraceMs: 0 }, handler);
}
