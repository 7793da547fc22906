/**
 * Opening a directory that a server serves files from, or runs programs in.
 *
 * @module
 */

import { UsageError } from "../01_tcp/program.ts";

/** The course's own site, which a server serves by default. */
export const DEFAULT_ROOT: URL = new URL(
  "../../fixtures/www/",
  import.meta.url,
);

/**
 * Resolves a directory once, at the start: whether a file lies inside it is
 * decided by comparing real paths.
 *
 * @param directory The directory, a path or a `file:` URL.
 * @param purpose What it is for, as the error text says it: "serve".
 * @returns Its path, absolute and without symbolic links.
 * @throws {UsageError} If it is not a directory that can be read.
 */
export function openDirectory(
  directory: string | URL,
  purpose: string,
): string {
  let reason = "it is not a directory";
  try {
    const path = Deno.realPathSync(directory);
    if (Deno.statSync(path).isDirectory) return path;
  } catch (error) {
    reason = error instanceof Deno.errors.NotFound
      ? "it does not exist"
      : (error as Error).message;
  }
  throw new UsageError(`Cannot ${purpose} "${directory}": ${reason}`);
}
