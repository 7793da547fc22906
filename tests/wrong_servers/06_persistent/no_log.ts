/**
 * @wrong Logs nothing.
 * @rejectedBy task 1 · the log has one line for each request
 * @saying 0 lines in the log, not 2
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
