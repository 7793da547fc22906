/**
 * @wrong Takes the pathname of a URL for a path, with its %20.
 * @replaces solutions/03_static/root_directory.ts
 * @rejectedBy task 4 · the root may be a file: URL
 * @saying fromFileUrl() makes a path of it
 *
 * @module
 */

import { openDirectory as openWell } from "../../../solutions/03_static/root_directory.ts";

export * from "../../../solutions/03_static/root_directory.ts";

export function openDirectory(root: string | URL, purpose: string): string {
  return openWell(root instanceof URL ? root.pathname : root, purpose);
}
