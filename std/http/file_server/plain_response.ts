/**
 * An answer that says its own status and nothing else.
 *
 * @module
 */

import { STATUS_TEXT, type StatusCode } from "../status.ts";

/**
 * Makes an answer of a status code.
 *
 * @param status The status code.
 * @param headers Its fields.
 * @returns The answer, with the reason-phrase as its body.
 */
export function plainResponse(
  status: StatusCode,
  headers?: HeadersInit,
): Response {
  const statusText = STATUS_TEXT[status];
  return new Response(statusText, { status, statusText, headers });
}

/**
 * The fields with which the answer about a file or a directory begins.
 *
 * @returns Fields that the caller may add to.
 */
export function baseHeaders(): Headers {
  return new Headers({ "Server": "deno", "Accept-Ranges": "bytes" });
}
