/**
 * Which status a failure of the file system gets. RFC 9110 section 15.
 *
 * @module
 */

import { HttpError } from "../02_http/types.ts";

/**
 * The answer for a file that does not exist and for one that is not public: a
 * client cannot distinguish the two.
 *
 * @returns The error to throw, with status 404.
 */
export function notFound(): HttpError {
  return new HttpError(404, "No such file");
}

/**
 * The answer for a file that this server has no right to read or to run.
 *
 * @returns The error to throw, with status 403.
 */
export function permissionDenied(): HttpError {
  return new HttpError(403, "Permission denied");
}

/**
 * Turns an error of the file system into one of HTTP. The client does not get
 * its message, which contains the path of the file.
 *
 * @param error What was thrown.
 * @returns An {@linkcode HttpError}; `error` itself if it is of another kind.
 */
export function toHttpError(error: unknown): unknown {
  // A link leads to a name that is not UTF-8.
  if (error instanceof Deno.errors.InvalidData) return notFound();
  // Deno has no class for some of these, and no code for its own --deny-read.
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
      return permissionDenied();
    case "EMFILE":
    case "ENFILE":
      return new HttpError(503, "Too many files are open");
    default:
      return error;
  }
}
