/**
 * @wrong Compares real paths with a root that is a link.
 * @replaces solutions/03_static/root_directory.ts
 * @rejectedBy task 24 · a link within the root is followed, however the root is spelt
 * @saying the root is not resolved
 *
 * @module
 */

import { fromFileUrl } from "@std/path";

export * from "../../../solutions/03_static/root_directory.ts";

export function openDirectory(root: string | URL): string {
  return root instanceof URL ? fromFileUrl(root) : root;
}
