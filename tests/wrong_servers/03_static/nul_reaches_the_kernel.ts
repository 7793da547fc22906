/**
 * @wrong Decodes a NUL and asks the file system for it.
 * @replaces solutions/03_static/file_path.ts
 * @rejectedBy task 21 · a NUL in a name is 400
 * @saying refuse a name with a NUL: look for it after decoding
 *
 * @module
 */

import { isServedName } from "../../../solutions/03_static/file_path.ts";
import { notFound } from "../../../solutions/03_static/file_error.ts";
import { HttpError } from "../../../solutions/02_http/types.ts";

export * from "../../../solutions/03_static/file_path.ts";

export function parsePath(path: string): string[] {
  const names = path.slice(1).split("/").map(decodeName);
  if (names.at(-1) === "") names.pop();
  if (!names.every(isServedName)) throw notFound();
  return names;
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    throw new HttpError(400, "Malformed path");
  }
}
