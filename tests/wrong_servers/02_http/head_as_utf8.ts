/**
 * @wrong Writes the header section as UTF-8.
 * @replaces solutions/02_http/response.ts
 * @rejectedBy task 23 · a character of a field is one byte
 * @saying the header section is encoded as UTF-8
 *
 * @module
 */

import { encodeResponse as encodeWell } from "../../../solutions/02_http/response.ts";
import { decodeLatin1 } from "../../../solutions/02_http/syntax.ts";

export * from "../../../solutions/02_http/response.ts";

export function encodeResponse(...args: Parameters<typeof encodeWell>) {
  const encoded = encodeWell(...args);
  const head = new TextEncoder().encode(decodeLatin1(encoded.head));
  return { ...encoded, head };
}
