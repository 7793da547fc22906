/**
 * @wrong Keeps a relative directory relative.
 * @replaces solutions/04_cgi/script_path.ts
 * @rejectedBy task 8 · a directory may have a relative path
 * @saying the path is still relative when the program starts
 *
 * @module
 */

import {
  findScript as findWell,
  openDirectories as openWell,
  type ScriptDirectory,
  type ScriptPath,
} from "../../../solutions/04_cgi/script_path.ts";

export { isScriptPath } from "../../../solutions/04_cgi/script_path.ts";

let given: readonly (string | URL)[] = [];

export function openDirectories(
  scripts: Readonly<Record<string, string | URL>>,
): ScriptDirectory[] {
  given = Object.values(scripts);
  return openWell(scripts);
}

export function findScript(
  ...[directories, path]: Parameters<typeof findWell>
): ScriptPath {
  const script = findWell(directories, path);
  const [{ root }] = directories;
  return { ...script, file: script.file.replace(root, `${given[0]}`) };
}
