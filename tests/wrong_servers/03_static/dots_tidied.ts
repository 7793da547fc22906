/**
 * @wrong Takes `..` for a step, and stops it only at the root of the machine.
 * @replaces solutions/03_static/file_path.ts
 * @rejectedBy task 23 · no spelling of .. leads out of the root
 * @saying /../secret.txt: the body contains "the secret
 *
 * @module
 */

import { join } from "@std/path";
import { notFound } from "../../../solutions/03_static/file_error.ts";
import type { FoundFile } from "../../../solutions/03_static/file_path.ts";

export * from "../../../solutions/03_static/file_path.ts";

export function parsePath(path: string): string[] {
  return path.split("/").filter((name) => name !== "").map(decodeURIComponent);
}

export function findFile(root: string, names: string[]): FoundFile {
  const path = join(root, ...names);
  const { isFile, isDirectory } = Deno.statSync(path);
  if (!isFile && !isDirectory) throw notFound();
  return { path, isDirectory };
}
