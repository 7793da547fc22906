/**
 * @wrong Accepts a file as its root.
 * @replaces solutions/03_static/root_directory.ts
 * @rejectedBy task 19 · a root that is not a directory is a UsageError
 * @saying a file: the server listens
 *
 * @module
 */

import { UsageError } from "../../../solutions/01_tcp/program.ts";

export const DEFAULT_ROOT = new URL("../../../fixtures/www/", import.meta.url);

export function openDirectory(directory: string | URL): string {
  try {
    return Deno.realPathSync(directory);
  } catch {
    throw new UsageError(`Cannot serve "${directory}"`);
  }
}
