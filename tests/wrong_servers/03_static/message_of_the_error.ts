/**
 * @wrong Sends the message of the file system, which has the path.
 * @replaces solutions/03_static/file_error.ts
 * @rejectedBy task 27 · every path is answered, and never with 5xx
 * @saying the message of the file system's error is sent
 *
 * @module
 */

import { HttpError } from "../../../solutions/02_http/types.ts";
import { toHttpError as toHttpErrorWell } from "../../../solutions/03_static/file_error.ts";

export * from "../../../solutions/03_static/file_error.ts";

export function toHttpError(error: unknown): unknown {
  const httpError = toHttpErrorWell(error);
  return httpError instanceof HttpError
    ? new HttpError(httpError.status, (error as Error).message)
    : error;
}
