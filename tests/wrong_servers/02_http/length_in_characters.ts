/**
 * @wrong Counts characters for Content-Length.
 * @replaces solutions/02_http/response.ts
 * @rejectedBy task 6 · Content-Length counts bytes, not characters
 * @saying Content-Length is the length of a string
 *
 * @module
 */

import { encodeResponse as encodeWell } from "../../../solutions/02_http/response.ts";
import { encodeLatin1 } from "../../../solutions/02_http/syntax.ts";
import type { HttpResponse } from "../../../solutions/02_http/types.ts";

export * from "../../../solutions/02_http/response.ts";

export function encodeResponse(response: HttpResponse, method?: string) {
  const encoded = encodeWell(response, method);
  if (typeof response.body !== "string") return encoded;
  const head = new TextDecoder().decode(encoded.head);
  const length = `Content-Length: ${response.body.length}`;
  const wrong = head.replace(/^Content-Length: \d+/m, length);
  return { ...encoded, head: encodeLatin1(wrong) };
}
