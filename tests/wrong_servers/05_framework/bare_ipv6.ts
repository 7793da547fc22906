/**
 * @wrong Puts an IPv6 address into a URL without brackets.
 * @replaces solutions/05_framework/to_request.ts
 * @rejectedBy task 12 · an IPv6 address has brackets in a URL
 * @saying Cannot make a URL of Host "::1:8000"
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/02_http/types.ts";
import { toRequest as convert } from "../../../solutions/05_framework/to_request.ts";

export function toRequest(request: HttpRequest): Request {
  const { hostname, port } = request.localAddr;
  const headers = new Headers(request.headers);
  if (!headers.get("Host")) headers.set("Host", `${hostname}:${port}`);
  return convert({ ...request, headers });
}
