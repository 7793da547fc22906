/**
 * @wrong Replaces the property signal, so that the signal of a copy does not abort.
 * @replaces solutions/05_framework/to_request.ts
 * @rejectedBy task 36 · a client that goes aborts request.signal
 * @saying the signal of a copy of it aborts
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/02_http/types.ts";
import { toRequest as convert } from "../../../solutions/05_framework/to_request.ts";

export function toRequest(request: HttpRequest): Request {
  const { signal } = request;
  const made = convert({ ...request, signal: new AbortController().signal });
  return Object.defineProperty(made, "signal", { value: signal });
}
