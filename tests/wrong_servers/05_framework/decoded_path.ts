/**
 * @wrong Decodes the path on its way into the URL.
 * @replaces solutions/05_framework/to_request.ts
 * @rejectedBy task 2 · the URL is what the client has requested
 * @saying an encoded slash: the body has
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/02_http/types.ts";
import { toRequest as makeWell } from "../../../solutions/05_framework/to_request.ts";

export function toRequest(request: HttpRequest): Request {
  return makeWell({ ...request, path: decodeURIComponent(request.path) });
}
