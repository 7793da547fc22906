/**
 * @wrong Takes an empty text for no body.
 * @replaces solutions/02_http/response.ts
 * @rejectedBy task 27 · answers to HEAD, and 204 and 304, have no body
 * @saying an empty text has a length
 *
 * @module
 */

import { encodeResponse as encodeWell } from "../../../solutions/02_http/response.ts";
import type { HttpResponse } from "../../../solutions/02_http/types.ts";

export * from "../../../solutions/02_http/response.ts";

export function encodeResponse(response: HttpResponse, method?: string) {
  return encodeWell({ ...response, body: response.body || null }, method);
}
