/**
 * @wrong Tells from the first letters of a path whether it is in the root.
 * @replaces solutions/03_static/file_path.ts
 * @rejectedBy task 24 · a link that leads out, nowhere or in a circle is 404
 * @saying the first letters of the real path are compared
 *
 * @module
 */

import { join } from "@std/path";
import { notFound } from "../../../solutions/03_static/file_error.ts";
import type { FoundFile } from "../../../solutions/03_static/file_path.ts";

export * from "../../../solutions/03_static/file_path.ts";

export function findFile(root: string, names: string[]): FoundFile {
  const path = Deno.realPathSync(join(root, ...names));
  if (!path.startsWith(root)) throw notFound();
  const { isFile, isDirectory } = Deno.statSync(path);
  if (!isFile && !isDirectory) throw notFound();
  return { path, isDirectory };
}
