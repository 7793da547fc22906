/**
 * @wrong Lets the TypeError of an invalid URL reach the engine.
 * @replaces solutions/05_framework/to_request.ts
 * @rejectedBy task 39 · a Host that makes no URL is 400
 * @saying it threw TypeError
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/02_http/types.ts";
import { toRequest as convert } from "../../../solutions/05_framework/to_request.ts";

export function toRequest(request: HttpRequest): Request {
  const url = new URL(`http://${request.headers.get("Host")}`);
  return convert({ ...request, headers: withHost(request.headers, url.host) });
}

function withHost(headers: Headers, host: string): Headers {
  const copy = new Headers(headers);
  copy.set("Host", host);
  return copy;
}
