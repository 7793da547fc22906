/**
 * Variants of the repository that one process can load next to each other: each
 * has a folder of its own, so that its modules have addresses of their own. What
 * does not differ is linked. All variants share one kit, since its state belongs
 * to the process, and the modules that lead to nothing that differs, since
 * loading them takes longer than most tests.
 *
 * @module
 */

import { STAGES } from "../course/stages.ts";
import { type ImportMap, ROOT, solutionsWith } from "./deno_command.ts";
import { listUnaffected } from "./unaffected.ts";

/** How a variant differs from the repository; all names are relative to it. */
export interface Changes {
  /** Files below solutions/ with another text, by name. */
  readonly texts?: ReadonlyMap<string, string>;
  /** Modules that others replace; a replacement still imports the original. */
  readonly modules?: Readonly<Record<string, string>>;
}

/** Variants, written to folders of their own. */
export interface Variants extends AsyncDisposable {
  /** The folder of each variant, in order. */
  readonly directories: readonly string[];
  /**
   * An import map: a test that is imported as `DIRECTORY/exercises/…` tests the
   * solution of that variant.
   */
  readonly importMap: string;
}

/** What is linked, besides solutions/. */
const LINKED = [
  "cgi-bin",
  "deno.json",
  "deno.lock",
  "exercises",
  "fixtures",
  "std",
  "tests",
];

/**
 * Writes variants to temporary folders.
 *
 * @param variants How each of them differs from the repository.
 * @returns The variants; dispose of them, `await using`.
 */
export async function writeVariants(
  variants: readonly Changes[],
): Promise<Variants> {
  const root = await Deno.makeTempDir({ prefix: "variants_" });
  // What is shared finds the solutions at their own addresses.
  const map = solutionsWith({});
  const directories: string[] = [];
  for (const [index, { texts, modules }] of variants.entries()) {
    const directory = `${root}/${index}`;
    directories.push(directory);
    await writeFolder(directory, texts ?? new Map());
    const shared = listUnaffected([
      ...texts?.keys() ?? [],
      ...Object.keys(modules ?? {}),
    ]);
    addTo(map, directory, modules ?? {}, new Set(shared));
  }
  const importMap = `${root}/import_map.json`;
  await Deno.writeTextFile(importMap, JSON.stringify(map));
  return {
    directories,
    importMap,
    async [Symbol.asyncDispose]() {
      await Deno.remove(root, { recursive: true });
    },
  };
}

async function writeFolder(
  directory: string,
  texts: ReadonlyMap<string, string>,
): Promise<void> {
  await Deno.mkdir(directory);
  for (const name of LINKED) await link(name, directory);
  await linkUnchanged("solutions", texts, directory);
  for (const [name, text] of texts) {
    await Deno.writeTextFile(`${directory}/${name}`, text);
  }
}

/** Links everything below a folder but the files with another text. */
async function linkUnchanged(
  folder: string,
  texts: ReadonlyMap<string, string>,
  directory: string,
): Promise<void> {
  const changed = [...texts.keys()];
  if (!changed.some((name) => name.startsWith(`${folder}/`))) {
    await link(folder, directory);
    return;
  }
  await Deno.mkdir(`${directory}/${folder}`);
  for await (const entry of Deno.readDir(new URL(folder, ROOT))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) await linkUnchanged(path, texts, directory);
    else if (!texts.has(path)) await link(path, directory);
  }
}

function link(path: string, directory: string): Promise<void> {
  const { pathname } = new URL(path, ROOT);
  return Deno.symlink(pathname, `${directory}/${path}`);
}

/** Leads the modules of a variant to what it shares, and to its solutions. */
function addTo(
  { imports, scopes }: ImportMap,
  directory: string,
  modules: Readonly<Record<string, string>>,
  shared: ReadonlySet<string>,
): void {
  const own = (name: string) => `file://${directory}/${name}`;
  const place = (name: string) =>
    shared.has(name) ? new URL(name, ROOT).href : own(name);
  imports[own("kit/")] = new URL("kit/", ROOT).href;
  for (const name of shared) imports[own(name)] = place(name);
  for (const { id, modules } of STAGES) {
    for (const [name, solution] of Object.entries(modules)) {
      const stub = `exercises/${id}/${name}`;
      imports[own(stub)] = place(`solutions/${solution}`);
    }
  }
  for (const [replaced, replacement] of Object.entries(modules)) {
    const original = imports[own(replaced)] ?? own(replaced);
    imports[own(replaced)] = own(replacement);
    scopes[own(replacement)] = { [own(replaced)]: original };
  }
}
