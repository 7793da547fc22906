/**
 * No module of the engine or of a solution imports itself through others, not
 * even for a type: a reader can then read the files from the bottom up.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { listFiles, ROOT } from "./deno_command.ts";

/** The modules that each module imports, by their paths from the root. */
type Imports = ReadonlyMap<string, readonly string[]>;

function readImports(folders: readonly string[]): Imports {
  const files = folders.flatMap((folder) => listFiles(folder, ".ts"));
  return new Map(files.map((file) => [file, importsOf(file)]));
}

function importsOf(file: string): string[] {
  const url = new URL(file, ROOT);
  // In an example, the lines begin with an asterisk.
  const code = Deno.readTextFileSync(url).replaceAll(/^ *\*.*$/gm, "");
  return [...code.matchAll(/\bfrom "(\.[^"]+)"|\bimport "(\.[^"]+)"/g)]
    .map(([, from, bare]) =>
      new URL(from ?? bare, url).href.slice(ROOT.href.length)
    );
}

/** Follows imports depth first; returns the first cycle, or nothing. */
function findCycle(imports: Imports): string[] | undefined {
  const done = new Set<string>();

  function visit(file: string, path: readonly string[]): string[] | undefined {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const imported of imports.get(file) ?? []) {
      const cycle = visit(imported, [...path, file]);
      if (cycle !== undefined) return cycle;
    }
    done.add(file);
  }

  for (const file of imports.keys()) {
    const cycle = visit(file, []);
    if (cycle !== undefined) return cycle;
  }
}

for (const folder of ["engine/", "solutions/"]) {
  Deno.test(`no import cycle in ${folder}`, () => {
    const cycle = findCycle(readImports([folder]));
    assertEquals(cycle, undefined, `cycle: ${cycle?.join(" → ")}`);
  });
}

Deno.test("a cycle is found", () => {
  const imports = new Map([
    ["a", ["b", "c"]],
    ["b", ["c"]],
    ["c", ["d"]],
    ["d", ["b"]],
  ]);
  assertEquals(findCycle(imports), ["b", "c", "d", "b"]);
});
