/**
 * @wrong Compares the prefix with the path as it was sent, undecoded: the site
 * decodes it.
 * @replaces solutions/04_cgi/script_path.ts
 * @rejectedBy task 37 · an encoded prefix leads to the program too
 * @saying /%63gi-bin/secret: the body contains "swordfish"
 *
 * @module
 */

import type { ScriptDirectory } from "../../../solutions/04_cgi/script_path.ts";

export {
  findScript,
  openDirectories,
} from "../../../solutions/04_cgi/script_path.ts";

export function isScriptPath(
  directories: readonly ScriptDirectory[],
  path: string,
): boolean {
  return directories.some(({ prefix }) =>
    path.startsWith(`/${prefix.join("/")}/`)
  );
}
