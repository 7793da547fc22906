/**
 * @wrong Runs a symbolic link in the directory of the link.
 * @replaces solutions/04_cgi/script_path.ts
 * @rejectedBy task 8 · a symbolic link is followed to the file
 * @saying the value is the path of the link
 *
 * @module
 */

import {
  findScript as findWell,
  type ScriptDirectory,
  type ScriptPath,
} from "../../../solutions/04_cgi/script_path.ts";

export * from "../../../solutions/04_cgi/script_path.ts";

export function findScript(
  directories: readonly ScriptDirectory[],
  path: string,
): ScriptPath {
  const found = findWell(directories, path);
  const names = found.scriptName.split("/").slice(1);
  const { prefix, root } = directories.find(({ prefix }) =>
    prefix.every((name, index) => names[index] === name)
  )!;
  return { ...found, file: [root, ...names.slice(prefix.length)].join("/") };
}
