/**
 * @wrong Passes the body of a GET to new Request.
 * @replaces solutions/05_framework/to_request.ts
 * @rejectedBy task 38 · a GET with a body is answered as one without
 * @saying new Request throws for a GET or HEAD with a body
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/02_http/types.ts";
import { toRequest as convert } from "../../../solutions/05_framework/to_request.ts";

export function toRequest(request: HttpRequest): Request {
  const { body } = request;
  return new Request(convert({ ...request, body: null }), { body });
}
