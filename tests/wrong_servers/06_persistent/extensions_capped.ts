/**
 * @wrong Limits the line with a chunk-size to a constant length instead of
 * maxChunkExtensionBytes.
 * @rejectedBy task 30 · the extensions of all chunks have a limit
 * @saying 20 000, in one line: within the limit
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
  const { maxChunkExtensionBytes = 4096 } = options;
  const constant = Math.min(maxChunkExtensionBytes, 4096);
  return serveWell({ ...options, maxChunkExtensionBytes: constant }, handler);
}
