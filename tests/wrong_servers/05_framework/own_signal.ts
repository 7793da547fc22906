/**
 * @wrong Gives the Request a signal that a copy of the Request does not follow.
 * @replaces solutions/05_framework/to_request.ts
 * @rejectedBy task 36 · a client that goes aborts request.signal
 * @saying the signal of a copy of it aborts
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/02_http/types.ts";
import { toRequest as makeWell } from "../../../solutions/05_framework/to_request.ts";

export function toRequest(request: HttpRequest): Request {
  const { signal } = request;
  const made = makeWell({ ...request, signal: new AbortController().signal });
  return Object.defineProperty(made, "signal", { value: signal });
}
