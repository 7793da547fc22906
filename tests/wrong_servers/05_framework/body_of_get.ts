/**
 * @wrong Gives a Request for GET the body that the client has sent.
 * @replaces solutions/05_framework/to_request.ts
 * @rejectedBy task 38 · a GET with a body is answered as one without
 * @saying new Request throws for a GET or HEAD with a body
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/02_http/types.ts";
import { toRequest as makeWell } from "../../../solutions/05_framework/to_request.ts";

export function toRequest(request: HttpRequest): Request {
  const { body } = request;
  return new Request(makeWell({ ...request, body: null }), { body });
}
