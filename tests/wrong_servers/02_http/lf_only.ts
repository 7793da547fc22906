/**
 * @wrong Ends the lines of its header section with LF alone.
 * @replaces solutions/02_http/response.ts
 * @rejectedBy task 1 · every line of the header section ends with CR LF
 * @saying LF without CR
 *
 * @module
 */

import { encodeResponse as encodeWell } from "../../../solutions/02_http/response.ts";

export * from "../../../solutions/02_http/response.ts";

export function encodeResponse(...args: Parameters<typeof encodeWell>) {
  const encoded = encodeWell(...args);
  const head = new TextDecoder().decode(encoded.head).replaceAll("\r\n", "\n");
  return { ...encoded, head: new TextEncoder().encode(head) };
}
