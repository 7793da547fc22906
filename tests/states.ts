/**
 * The learner's files as they are after each task of a stage. They are made
 * from the solution: `tests/states/STAGE.txt` lists, for each task, what to
 * replace in order to remove it. State N is the solution without the tasks from
 * the last one down to N + 1.
 *
 * ```text
 * === task 5
 * --- 01_tcp.ts
 * <<<
 * open.set(connection, serveConnection(connection));
 * ===
 * await serveConnection(connection);
 * >>>
 * ```
 *
 * `---` names a file of solutions/. The lines between `<<<` and `===` occur there
 * exactly once; the lines between `===` and `>>>` take their place. A task that
 * needs no code says `=== task 5: nothing to write`.
 *
 * Run as a program, it writes one state and prints its folder:
 *
 * ```sh
 * deno run -A tests/states.ts 01_tcp 5
 * ```
 *
 * @module
 */

import { STAGES } from "../course/stages.ts";
import { type ImportMap, readText, ROOT } from "./deno_command.ts";

/** One replacement in a file of the solution. */
export interface Edit {
  /** The file, relative to solutions/. */
  readonly file: string;
  /** The text with the task; it occurs exactly once. */
  readonly complete: string;
  /** The text without it. */
  readonly reduced: string;
}

/** States, written to folders of their own. */
export interface States extends AsyncDisposable {
  /** The folder of each state, by its task; its solutions/ is the learner's. */
  readonly directories: ReadonlyMap<number, string>;
  /**
   * An import map for suites: a test that is imported from the folder of a state,
   * `DIRECTORY/exercises/STAGE/tests/…`, tests that state.
   */
  readonly importMap: string;
}

/** The folders and files that a copy of solutions/ expects next to it. */
const NEIGHBOURS = [
  "cgi-bin",
  "deno.json",
  "deno.lock",
  "exercises",
  "fixtures",
  "std",
];

/**
 * Reads what to remove for each task of a stage.
 *
 * @param stage The stage.
 * @returns The edits, by task; the list is empty for a task that needs no code.
 */
export function readEdits(stage: string): Map<number, Edit[]> {
  const path = `tests/states/${stage}.txt`;
  const text = Deno.readTextFileSync(new URL(path, ROOT));
  const edits = new Map<number, Edit[]>();
  for (const section of text.split(/^=== task /m).slice(1)) {
    const task = parseInt(section);
    const blocks = [
      ...section.matchAll(/^--- ([^\n]+)$|^<<<\n(.*?)^===\n(.*?)^>>>$/gms),
    ];
    let file = "";
    const found: Edit[] = [];
    for (const [, name, complete, reduced] of blocks) {
      if (name !== undefined) file = name;
      else {
        found.push({
          file,
          complete: complete.trimEnd(),
          reduced: reduced.trimEnd(),
        });
      }
    }
    if (found.length === 0 && !/^\d+: nothing to write$/m.test(section)) {
      throw new Error(`${path}: task ${task} removes nothing`);
    }
    edits.set(task, found);
  }
  return edits;
}

/**
 * Removes tasks from the solution.
 *
 * @param stage The stage.
 * @param task The last task that is done.
 * @returns The files that differ from solutions/, by name.
 */
export function filesAfter(stage: string, task: number): Map<string, string> {
  const files = new Map<string, string>();
  const edits = [...readEdits(stage)].sort(([a], [b]) => b - a);
  for (const [number, removals] of edits) {
    if (number <= task) break;
    for (const { file, complete, reduced } of removals) {
      const text = files.get(file) ??
        Deno.readTextFileSync(new URL(`solutions/${file}`, ROOT));
      const count = text.split(complete).length - 1;
      if (complete === "" || count !== 1) {
        throw new Error(
          `tests/states/${stage}.txt, task ${number}: ${count} times in ` +
            `${file}, expected once:\n${complete}`,
        );
      }
      files.set(file, text.replace(complete, () => reduced));
    }
  }
  return files;
}

/**
 * Writes states to temporary folders.
 *
 * @param stage The stage.
 * @param tasks The last task that is done, for each state.
 * @returns The states; dispose of them, `await using`.
 */
export async function writeStates(
  stage: string,
  tasks: readonly number[],
): Promise<States> {
  const root = await Deno.makeTempDir({ prefix: `states_${stage}_` });
  const directories = new Map(
    tasks.map((task) => [task, `${root}/${task}`]),
  );
  for (const [task, directory] of directories) {
    await writeState(filesAfter(stage, task), directory);
  }
  const importMap = `${root}/import_map.json`;
  const map = mapTo([...directories.values()]);
  await Deno.writeTextFile(importMap, JSON.stringify(map));
  return {
    directories,
    importMap,
    async [Symbol.asyncDispose]() {
      await Deno.remove(root, { recursive: true });
    },
  };
}

/** Writes solutions/ with some files changed, and links what it needs. */
async function writeState(
  changed: ReadonlyMap<string, string>,
  directory: string,
): Promise<void> {
  await Deno.mkdir(directory);
  for (const name of NEIGHBOURS) await link(name, directory);
  await linkUnchanged("solutions", changed, directory);
  for (const [name, text] of changed) {
    await Deno.writeTextFile(`${directory}/solutions/${name}`, text);
  }
}

/** Links everything below a folder but the files that have changed. */
async function linkUnchanged(
  folder: string,
  changed: ReadonlyMap<string, string>,
  directory: string,
): Promise<void> {
  await Deno.mkdir(`${directory}/${folder}`);
  const names = [...changed.keys()].map((name) => `solutions/${name}`);
  for await (const entry of Deno.readDir(new URL(folder, ROOT))) {
    const path = `${folder}/${entry.name}`;
    if (names.some((name) => name.startsWith(`${path}/`))) {
      await linkUnchanged(path, changed, directory);
    } else if (!names.includes(path)) {
      await link(path, directory);
    }
  }
}

function link(path: string, directory: string): Promise<void> {
  const { pathname } = new URL(path, ROOT);
  return Deno.symlink(pathname, `${directory}/${path}`);
}

/** Leads the stubs of each state to its solutions, and all states to one kit. */
function mapTo(directories: readonly string[]): ImportMap {
  const { imports } = JSON.parse(readText("deno.json"));
  const map: ImportMap = { imports: { ...imports }, scopes: {} };
  for (const directory of directories) {
    map.imports[`file://${directory}/kit/`] = new URL("kit/", ROOT).href;
    for (const { id, modules } of STAGES) {
      for (const [name, solution] of Object.entries(modules)) {
        map.imports[`file://${directory}/exercises/${id}/${name}`] =
          `file://${directory}/solutions/${solution}`;
      }
    }
  }
  return map;
}

if (import.meta.main) {
  const [stage, task] = Deno.args;
  const { directories } = await writeStates(stage, [Number(task)]);
  for (const directory of directories.values()) console.log(directory);
}
