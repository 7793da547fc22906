/**
 * @wrong Does not notice a client that closes normally.
 * @rejectedBy task 23 · a closed client aborts a handler that still works
 * @saying this did not happen: request.signal aborts after a close
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
  return serveWell({ ...options, halfCloseTimeoutMs: Infinity }, handler);
}
