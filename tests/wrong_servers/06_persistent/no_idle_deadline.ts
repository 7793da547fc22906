/**
 * @wrong Waits for ever for the next request of a connection.
 * @rejectedBy task 33 · an idle connection is closed without an answer
 * @saying neither answers nor closes the connection
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
  return serveWell({ ...options, idleTimeoutMs: 1_000_000_000 }, handler);
}
