/**
 * Requests, written so that a test reads like the message.
 *
 * @module
 */

import { toBytes } from "./bytes.ts";

/**
 * A request from its lines.
 *
 * @param lines The request-line and the field lines, without CR LF.
 * @param body The body; no Content-Length is added.
 * @returns The request: each line with CR LF, an empty line, the body.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { httpRequest } from "./request.ts";
 *
 * const request = httpRequest(["GET / HTTP/1.1", "Host: x"]);
 * assertEquals(request, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
 * ```
 */
export function httpRequest(lines: readonly string[], body = ""): string {
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}

/**
 * A GET request of HTTP/1.1, with Host.
 *
 * @param target The request-target.
 * @param fieldLines More field lines.
 * @returns The request.
 */
export function get(target: string, ...fieldLines: string[]): string {
  return httpRequest([
    `GET ${target} HTTP/1.1`,
    "Host: localhost",
    ...fieldLines,
  ]);
}

/**
 * A POST request of HTTP/1.1, with Host and Content-Length.
 *
 * @param target The request-target.
 * @param body The body.
 * @param fieldLines More field lines.
 * @returns The request.
 */
export function post(
  target: string,
  body: string,
  ...fieldLines: string[]
): string {
  return httpRequest([
    `POST ${target} HTTP/1.1`,
    "Host: localhost",
    `Content-Length: ${toBytes(body).length}`,
    ...fieldLines,
  ], body);
}
