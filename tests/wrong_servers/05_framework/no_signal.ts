/**
 * @wrong Makes a Request without a signal.
 * @replaces solutions/05_framework/to_request.ts
 * @rejectedBy task 11 · whoever works for a client hears when it goes
 * @saying a reset, while a handler works: within 2000 ms, this did not happen
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/02_http/types.ts";
import { toRequest as makeWell } from "../../../solutions/05_framework/to_request.ts";

export function toRequest(request: HttpRequest): Request {
  const { signal } = new AbortController();
  return makeWell({ ...request, signal });
}
