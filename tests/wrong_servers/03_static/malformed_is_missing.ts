/**
 * @wrong Answers a path that cannot be decoded like a missing file.
 * @replaces solutions/03_static/file_path.ts
 * @rejectedBy task 21 · a percent sign without two hexadecimal digits is 400
 * @saying the path is malformed, and that is 400
 *
 * @module
 */

import { notFound } from "../../../solutions/03_static/file_error.ts";
import { parsePath as parseWell } from "../../../solutions/03_static/file_path.ts";

export * from "../../../solutions/03_static/file_path.ts";

export function parsePath(path: string): string[] {
  try {
    return parseWell(path);
  } catch {
    throw notFound();
  }
}
