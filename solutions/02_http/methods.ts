/**
 * What to answer to a method that is not served. RFC 9110 section 9.1.
 *
 * @module
 */

import type { HttpResponse } from "./types.ts";

/** The methods that a server may be expected to know. */
const STANDARD_METHODS: ReadonlySet<string> = new Set([
  "CONNECT",
  "DELETE",
  "GET",
  "HEAD",
  "OPTIONS",
  "PATCH",
  "POST",
  "PUT",
  "TRACE",
]);

/**
 * Refuses a method: 405 says "not here", 501 "never heard of it".
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
  if (!STANDARD_METHODS.has(method)) {
    return { status: 501, headers, body: `Not implemented: ${method}\n` };
  }
  return {
    status: 405,
    headers: { ...headers, "Allow": allowed.join(", ") },
    body: `Method not allowed: ${method}\n`,
  };
}
