/**
 * @wrong Takes `get` for GET.
 * @replaces solutions/05_framework/to_request.ts
 * @rejectedBy task 12 · a method that a Request cannot have is answered 501
 * @saying toHttpHandler, get: it returned 200
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/02_http/types.ts";
import { toRequest as makeWell } from "../../../solutions/05_framework/to_request.ts";

export function toRequest(request: HttpRequest): Request {
  return makeWell({ ...request, method: request.method.toUpperCase() });
}
