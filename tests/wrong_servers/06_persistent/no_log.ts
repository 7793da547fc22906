/**
 * @wrong Logs nothing.
 * @rejectedBy task 3 · the log has one line for each request
 * @saying no line of the log contains "/coffee"
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
  return serveWell({ ...options, log() {} }, handler);
}
