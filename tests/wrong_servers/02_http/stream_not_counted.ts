/**
 * @wrong Sends a stream to its end, even if Content-Length promised less.
 * @replaces solutions/02_http/response.ts
 * @rejectedBy task 26 · a stream of another length ends the connection
 * @saying beyond Content-Length
 *
 * @module
 */

import { encodeResponse as encodeWell } from "../../../solutions/02_http/response.ts";

export * from "../../../solutions/02_http/response.ts";

export function encodeResponse(...args: Parameters<typeof encodeWell>) {
  return { ...encodeWell(...args), contentLength: undefined };
}
