/**
 * Requests of a certain length, for servers with limits.
 *
 * @module
 */

import { get } from "./request.ts";

/**
 * A GET with a request-line of a certain length.
 *
 * @param bytes The length, CR LF not counted.
 * @returns The request.
 */
export function lineOf(bytes: number): string {
  return get(`/${"a".repeat(bytes - "GET / HTTP/1.1".length)}`);
}

/**
 * A GET with field lines of a certain length, all together.
 *
 * @param bytes The length, the CR LF of each counted.
 * @returns The request.
 */
export function sectionOf(bytes: number): string {
  const rest = "Host: localhost\r\nX: \r\n".length;
  return get("/", `X: ${"a".repeat(bytes - rest)}`);
}

/**
 * A GET with a certain number of fields.
 *
 * @param count How many, Host among them.
 * @returns The request.
 */
export function fieldsOf(count: number): string {
  return get("/", ...Array(count - 1).fill("X: a"));
}
