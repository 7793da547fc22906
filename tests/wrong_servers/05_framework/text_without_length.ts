/**
 * @wrong Passes every body on as a stream.
 * @replaces solutions/05_framework/from_response.ts
 * @rejectedBy task 14 · a complete body is sent with its length
 * @saying a text: no field Content-Length
 *
 * @module
 */

import type { HttpResponse } from "../../../solutions/02_http/types.ts";
import { checkResponse } from "../../../solutions/05_framework/from_response.ts";

export { checkResponse };

export function fromResponse(response: Response): HttpResponse {
  const { status, headers, body } = checkResponse(response);
  return { status, headers, body };
}
