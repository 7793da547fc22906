/**
 * @wrong Tells from the first letters of a path whether it is in the root.
 * @replaces solutions/03_static/file_path.ts
 * @rejectedBy task 10 · a symbolic link that leaves the root is 404
 * @saying /sibling.txt: the body contains "the secret
 *
 * @module
 */

import { join } from "@std/path";
import { notFound } from "../../../solutions/03_static/file_error.ts";
import type { FoundFile } from "../../../solutions/03_static/file_path.ts";

export * from "../../../solutions/03_static/file_path.ts";

export async function findFile(
  root: string,
  names: string[],
): Promise<FoundFile> {
  const path = await Deno.realPath(join(root, ...names));
  if (!path.startsWith(root)) throw notFound();
  const { isFile, isDirectory } = await Deno.stat(path);
  if (!isFile && !isDirectory) throw notFound();
  return { path, isDirectory };
}
