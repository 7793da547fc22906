/**
 * @wrong Answers every error of the file system with 404.
 * @replaces solutions/03_static/file_error.ts
 * @rejectedBy task 27 · a file that the server has no right to read is 403
 * @saying the code EACCES is 403
 *
 * @module
 */

import { HttpError } from "../../../solutions/02_http/types.ts";
import { notFound } from "../../../solutions/03_static/file_error.ts";

export * from "../../../solutions/03_static/file_error.ts";

export function toHttpError(error: unknown): unknown {
  return error instanceof HttpError ? error : notFound();
}
