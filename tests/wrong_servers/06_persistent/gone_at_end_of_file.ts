/**
 * @wrong Takes an end of file for a departure at once.
 * @rejectedBy task 23 · a client that half-closes gets a late answer
 * @saying an end of file is taken for a departure at once
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
  return serveWell({ ...options, halfCloseTimeoutMs: 0 }, handler);
}
