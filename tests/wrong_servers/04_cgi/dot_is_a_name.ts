/**
 * @wrong Lets "." pass as a name, so that a path leads where it is.
 * @replaces solutions/04_cgi/script_path.ts
 * @rejectedBy task 38 · no name is hidden, a step or two names in one
 * @saying /cgi-bin/./greet: status 200 instead of 404
 *
 * @module
 */

import {
  findScript as findWell,
  type ScriptPath,
} from "../../../solutions/04_cgi/script_path.ts";

export {
  isScriptPath,
  openDirectories,
} from "../../../solutions/04_cgi/script_path.ts";

export function findScript(
  ...[directories, path]: Parameters<typeof findWell>
): ScriptPath {
  return findWell(directories, path.replaceAll("/./", "/"));
}
