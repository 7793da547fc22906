/**
 * @wrong Sends the body in its answer to HEAD.
 * @replaces solutions/02_http/response.ts
 * @rejectedBy task 8 · HEAD is answered like GET, without the body
 * @saying the body is sent all the same
 *
 * @module
 */

import { encodeResponse as encodeWell } from "../../../solutions/02_http/response.ts";

export * from "../../../solutions/02_http/response.ts";

export function encodeResponse(...args: Parameters<typeof encodeWell>) {
  return { ...encodeWell(...args), headOnly: false };
}
