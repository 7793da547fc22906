/**
 * @wrong Decodes the path that it puts into the URL.
 * @replaces solutions/05_framework/to_request.ts
 * @rejectedBy task 2 · the URL is what the client has requested
 * @saying an encoded slash: the body has
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/02_http/types.ts";
import { toRequest as convert } from "../../../solutions/05_framework/to_request.ts";

export function toRequest(request: HttpRequest): Request {
  return convert({ ...request, path: decodeURIComponent(request.path) });
}
