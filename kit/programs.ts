/**
 * Which programs this machine has.
 *
 * @module
 */

import { join } from "@std/path";

/**
 * Finds a program: on the PATH, or at the path that its name is.
 *
 * @param name Its name: "python3".
 * @returns Its path; `undefined` if it is missing.
 */
export function findProgram(name: string): string | undefined {
  if (/[\\/]/.test(name)) return isFile(name) ? name : undefined;
  const isWindows = Deno.build.os === "windows";
  const folders = (Deno.env.get("PATH") ?? "").split(isWindows ? ";" : ":");
  const suffixes = isWindows ? [".exe", ".cmd", ""] : [""];
  const paths = folders.flatMap((folder) =>
    suffixes.map((suffix) => join(folder, name + suffix))
  );
  return paths.find(isFile);
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
