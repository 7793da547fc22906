/**
 * @wrong Looks for dots before it decodes the names.
 * @replaces solutions/03_static/file_path.ts
 * @rejectedBy task 23 · a path with . or .. is 404, even if it leads back
 * @saying the dots are looked for before the name is decoded
 *
 * @module
 */

import { notFound } from "../../../solutions/03_static/file_error.ts";

export * from "../../../solutions/03_static/file_path.ts";

export function parsePath(path: string): string[] {
  const names = path.slice(1).split("/");
  if (names.at(-1) === "") names.pop();
  if (names.some((name) => name === "" || name.startsWith("."))) {
    throw notFound();
  }
  return names.map(decodeURIComponent).filter((name) => !/[/\\]/.test(name));
}
