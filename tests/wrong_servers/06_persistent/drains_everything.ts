/**
 * @wrong Reads the whole rest of an unread body, however long it is.
 * @rejectedBy task 16 · the connection ends if too much of a body is left
 * @saying all of the body is read, however long it is
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
  return serveWell({ ...options, maxDrainBytes: Infinity }, handler);
}
