/**
 * What a failure of the file system means to a client. RFC 9110 section 15.
 *
 * @module
 */

import { HttpError } from "../02_http/types.ts";

/**
 * The answer to whatever is not there, or is not for the public: a client
 * cannot tell one from the other.
 *
 * @returns The error to throw, with status 404.
 */
export function notFound(): HttpError {
  return new HttpError(404, "No such file");
}

/**
 * Says an error of the file system in the words of HTTP, without its message,
 * which would tell the client where the files are.
 *
 * @param error What was thrown.
 * @returns An {@linkcode HttpError}; `error` itself where it is of another kind.
 */
export function toHttpError(error: unknown): unknown {
  // Deno has no classes for some of these, and no code for its own --deny-read.
  const code = error instanceof Deno.errors.NotCapable
    ? "EACCES"
    : (error as { code?: unknown } | undefined)?.code;
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
    case "ELOOP":
    case "ENAMETOOLONG":
      return notFound();
    case "EACCES":
    case "EPERM":
      return new HttpError(403, "No right to read this file");
    case "EMFILE":
    case "ENFILE":
      return new HttpError(503, "Too many files are open");
    default:
      return error;
  }
}
