/**
 * The response to an error. RFC 9110 section 15.
 *
 * @module
 */

import { HttpError, type HttpResponse } from "../solutions/02_http/types.ts";
import type { AccessLog } from "./access_log.ts";

/**
 * Makes the response to an error. The message of an {@linkcode HttpError} is
 * meant for the client. Any other error is a defect: it is logged, and the
 * client learns nothing about it.
 *
 * @param error What was thrown.
 * @param log The log of the connection.
 * @param quotedLine The request-line, quoted and escaped.
 * @returns The response.
 */
export function toErrorResponse(
  error: unknown,
  log: AccessLog,
  quotedLine: string,
): HttpResponse {
  const headers = { "Content-Type": "text/plain; charset=utf-8" };
  if (error instanceof HttpError) {
    return { status: error.status, headers, body: `${error.message}\n` };
  }
  log.fail(error, quotedLine);
  return { status: 500, headers, body: "Internal server error\n" };
}
