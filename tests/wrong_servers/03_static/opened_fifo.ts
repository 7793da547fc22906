/**
 * @wrong Opens whatever is no directory, and so waits for a FIFO's writer.
 * @replaces solutions/03_static/file_path.ts
 * @rejectedBy task 11 · what is no regular file is 404, and is not opened
 * @saying the server waits for whoever might write into the FIFO
 *
 * @module
 */

import { join, relative } from "@std/path";
import { notFound } from "../../../solutions/03_static/file_error.ts";
import type { FoundFile } from "../../../solutions/03_static/file_path.ts";

export * from "../../../solutions/03_static/file_path.ts";

export function findFile(root: string, names: string[]): FoundFile {
  const path = Deno.realPathSync(join(root, ...names));
  if (/(^|\/)\./.test(relative(root, path))) throw notFound();
  const { isDirectory } = Deno.statSync(path);
  return { path, isDirectory };
}
