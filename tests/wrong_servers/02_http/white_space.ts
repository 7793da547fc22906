/**
 * @wrong Splits the request-line at white space, however much there is.
 * @replaces solutions/02_http/request_line.ts
 * @rejectedBy task 17 · a malformed request-line is answered 400, and ends
 * @saying the line is split at any white space
 *
 * @module
 */

import { parseRequestLine as parseWell } from "../../../solutions/02_http/request_line.ts";

export * from "../../../solutions/02_http/request_line.ts";

export function parseRequestLine(text: string) {
  return parseWell(text.trim().split(/\s+/).join(" "));
}
