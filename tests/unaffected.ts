/**
 * Which modules stay the same if others change: those that lead to none of them.
 *
 * @module
 */

import { STAGES } from "../course/stages.ts";
import { listFiles, readText, ROOT } from "./deno_command.ts";

/** The folders in which modules are looked for. */
const FOLDERS = ["cgi-bin/", "exercises/", "solutions/"];

/** A relative name in quotes: of a module, or of a folder whose programs run. */
const NAME = /"(\.\.?\/[^"\n]*)"/g;

/** The modules and programs that each module names. */
let leads: ReadonlyMap<string, readonly string[]> | undefined;

/**
 * Lists the modules that do not depend on some others. A module depends on all
 * that it names: what it imports, and the programs of a folder. Tests are not
 * listed.
 *
 * @param changed The others, relative to the root.
 * @returns The modules, relative to the root.
 */
export function listUnaffected(changed: readonly string[]): string[] {
  leads ??= readLeads();
  const affected = new Set(changed);
  for (let size = -1; size < affected.size;) {
    size = affected.size;
    for (const [file, targets] of leads) {
      if (targets.some((target) => affected.has(target))) affected.add(file);
    }
  }
  return [...leads.keys()].filter((file) =>
    !affected.has(file) && !file.endsWith("_test.ts")
  );
}

function readLeads(): Map<string, string[]> {
  const files = FOLDERS.flatMap((folder) => listFiles(folder, ".ts"));
  const found = new Map(files.map((file) => [file, readTargets(file, files)]));
  // A suite that imports a stub is led to the solution.
  for (const { id, modules } of STAGES) {
    for (const [name, solution] of Object.entries(modules)) {
      found.set(`exercises/${id}/${name}`, [`solutions/${solution}`]);
    }
  }
  return found;
}

function readTargets(file: string, files: readonly string[]): string[] {
  const names = [...readText(file).matchAll(NAME)].map(([, name]) =>
    new URL(name, new URL(file, ROOT)).href.slice(ROOT.href.length)
  );
  return names.flatMap((name) =>
    name.endsWith("/") ? files.filter((one) => one.startsWith(name)) : [name]
  );
}
