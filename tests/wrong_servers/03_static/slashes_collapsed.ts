/**
 * @wrong Takes many slashes for one, so that a redirect may begin with two.
 * @replaces solutions/03_static/file_path.ts
 * @rejectedBy task 22 · an empty name is 404: no redirect to another host
 * @saying two slashes are taken for one
 *
 * @module
 */

import { parsePath as parseWell } from "../../../solutions/03_static/file_path.ts";

export * from "../../../solutions/03_static/file_path.ts";

export function parsePath(path: string): string[] {
  return parseWell(path.replaceAll(/\/+/g, "/"));
}
