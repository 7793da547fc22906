/**
 * @wrong Takes `get` for GET.
 * @replaces solutions/05_framework/to_request.ts
 * @rejectedBy task 37 · a method that would change is refused, too
 * @saying toHttpHandler, get: it returned 200
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/02_http/types.ts";
import { toRequest as convert } from "../../../solutions/05_framework/to_request.ts";

export function toRequest(request: HttpRequest): Request {
  return convert({ ...request, method: request.method.toUpperCase() });
}
