/**
 * @wrong Takes an empty Host for a host.
 * @replaces solutions/05_framework/to_request.ts
 * @rejectedBy task 12 · an empty Host counts as none
 * @saying an empty Host is used
 *
 * @module
 */

import { formatAddr } from "../../../solutions/01_tcp/program.ts";
import type { HttpRequest } from "../../../solutions/02_http/types.ts";
import {
  joinUrl,
  makeRequest,
} from "../../../solutions/05_framework/to_request.ts";

export function toRequest(request: HttpRequest): Request {
  const host = request.headers.get("Host") ?? formatAddr(request.localAddr);
  return makeRequest(joinUrl(host, request), request);
}
