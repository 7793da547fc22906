/**
 * @wrong Waits for ever for a client that does not read its answer.
 * @rejectedBy task 35 · a client that does not read is cut
 * @saying this did not happen
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
  return serveWell({ ...options, sendTimeoutMs: 1_000_000_000 }, handler);
}
