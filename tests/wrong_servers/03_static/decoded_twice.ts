/**
 * @wrong Decodes what is decoded already.
 * @replaces solutions/03_static/file_path.ts
 * @rejectedBy task 7 · a path is decoded once, not twice
 * @saying the decoded name is decoded again
 *
 * @module
 */

import { parsePath as parseWell } from "../../../solutions/03_static/file_path.ts";

export * from "../../../solutions/03_static/file_path.ts";

export function parsePath(path: string): string[] {
  return parseWell(path).map((name) => {
    try {
      return decodeURIComponent(name);
    } catch {
      return name;
    }
  });
}
