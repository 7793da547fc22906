/**
 * @wrong Makes a Request without a signal.
 * @replaces solutions/05_framework/to_request.ts
 * @rejectedBy task 36 · a client that goes aborts request.signal
 * @saying the Request has no signal
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/02_http/types.ts";
import { toRequest as convert } from "../../../solutions/05_framework/to_request.ts";

export function toRequest(request: HttpRequest): Request {
  const { signal } = new AbortController();
  return convert({ ...request, signal });
}
