/**
 * @wrong Reads all of a body that nobody wants, however long it is.
 * @rejectedBy task 6 · where too much of a body is left, the connection ends
 * @saying Content-Length, maxDrainBytes: 100
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
