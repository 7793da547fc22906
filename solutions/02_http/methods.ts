/**
 * The answer to a method that is not served. RFC 9110 section 9.1.
 *
 * @module
 */

import type { HttpResponse } from "./types.ts";

/** The methods that a resource may serve; CONNECT and TRACE are for a server. */
const STANDARD_METHODS: ReadonlySet<string> = new Set([
  "DELETE",
  "GET",
  "HEAD",
  "OPTIONS",
  "PATCH",
  "POST",
  "PUT",
]);

/**
 * Whether a method is a standard one, which servers know even if they refuse it.
 *
 * @param method The method of a request.
 * @returns Whether it is standard.
 */
export function isStandardMethod(method: string): boolean {
  return STANDARD_METHODS.has(method);
}

/**
 * Refuses a method: with 405 if it is standard, otherwise with 501.
 *
 * @param method The method of the request.
 * @param allowed The methods that the resource does serve.
 * @returns The answer.
 */
export function refuseMethod(
  method: string,
  allowed: readonly string[],
): HttpResponse {
  const headers = { "Content-Type": "text/plain; charset=utf-8" };
  if (!isStandardMethod(method)) {
    return { status: 501, headers, body: `Not implemented: ${method}\n` };
  }
  return {
    status: 405,
    headers: { ...headers, "Allow": allowed.join(", ") },
    body: `Method not allowed: ${method}\n`,
  };
}
