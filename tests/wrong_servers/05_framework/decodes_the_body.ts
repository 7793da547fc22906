/**
 * @wrong Decodes the body of the request, and encodes it again.
 * @replaces solutions/05_framework/to_request.ts
 * @rejectedBy task 4 · bytes that are not text arrive unchanged
 * @saying the body is decoded on its way
 *
 * @module
 */

import type { HttpRequest } from "../../../solutions/02_http/types.ts";
import { toRequest as convert } from "../../../solutions/05_framework/to_request.ts";

export function toRequest(request: HttpRequest): Request {
  const body = request.body?.pipeThrough(new TextDecoderStream())
    .pipeThrough(new TextEncoderStream()) ?? null;
  return convert({ ...request, body });
}
