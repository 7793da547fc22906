/**
 * @wrong Splits the request-line at white space, however much there is.
 * @replaces solutions/02_http/request_line.ts
 * @rejectedBy task 8 · what is no request is answered 400, and that is the end
 * @saying GET  / HTTP/1.1 | Host: localhost: status 200 instead of 400
 *
 * @module
 */

import { parseRequestLine as parseWell } from "../../../solutions/02_http/request_line.ts";

export * from "../../../solutions/02_http/request_line.ts";

export function parseRequestLine(text: string) {
  return parseWell(text.trim().split(/\s+/).join(" "));
}
