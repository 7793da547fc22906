/**
 * @wrong Resolves the target against the host, so that it can name another.
 * @replaces solutions/05_framework/to_request.ts
 * @rejectedBy task 40 · no path changes the host
 * @saying new URL(target, base) takes what follows // for a host
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/02_http/types.ts";
import { toRequest as convert } from "../../../solutions/05_framework/to_request.ts";

export function toRequest(request: HttpRequest): Request {
  const base = `http://${request.headers.get("Host")}`;
  return new Request(new URL(request.target, base), convert(request));
}
