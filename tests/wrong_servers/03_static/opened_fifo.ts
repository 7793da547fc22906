/**
 * @wrong Opens everything that is not a directory, and so waits for a FIFO's writer.
 * @replaces solutions/03_static/file_path.ts
 * @rejectedBy task 26 · a FIFO or a socket is 404, and is not opened
 * @saying the FIFO is opened, and opening it waits for a writer
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
