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
import { type ImportMap, listFiles, ROOT } from "./deno_command.ts";

/** One replacement in a file of the solution. */
export interface Edit {
  /** The file, relative to solutions/. */
  readonly file: string;
  /** The text with the task; it occurs exactly once. */
  readonly complete: string;
  /** The text without it. */
  readonly reduced: string;
}

/** A state, written to a folder of its own. */
export interface State extends AsyncDisposable {
  /** The folder; it has a copy of solutions/. */
  readonly directory: string;
  /** The import map that runs the suites against this state. */
  readonly importMap: string;
}

/** The folders and files that a copy of solutions/ expects next to it. */
const NEIGHBOURS = ["cgi-bin", "deno.json", "deno.lock", "fixtures", "std"];

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
 * Writes a state to a temporary folder.
 *
 * @param stage The stage.
 * @param task The last task that is done.
 * @returns The state; dispose of it, `await using`.
 */
export async function writeState(stage: string, task: number): Promise<State> {
  const directory = await Deno.makeTempDir({ prefix: `state_${stage}_` });
  const changed = filesAfter(stage, task);
  for (const name of listFiles("solutions/", ".ts")) {
    const target = `${directory}/${name}`;
    await Deno.mkdir(target.slice(0, target.lastIndexOf("/")), {
      recursive: true,
    });
    const text = changed.get(name.slice("solutions/".length)) ??
      await Deno.readTextFile(new URL(name, ROOT));
    await Deno.writeTextFile(target, text);
  }
  for (const name of NEIGHBOURS) {
    const { pathname } = new URL(name, ROOT);
    await Deno.symlink(pathname, `${directory}/${name}`);
  }
  const importMap = `${directory}/import_map.json`;
  await Deno.writeTextFile(importMap, JSON.stringify(mapTo(directory)));
  return {
    directory,
    importMap,
    async [Symbol.asyncDispose]() {
      await Deno.remove(directory, { recursive: true });
    },
  };
}

/** Leads every module of solutions/, and of the stubs, to the copy. */
function mapTo(directory: string): ImportMap {
  const { imports } = JSON.parse(
    Deno.readTextFileSync(new URL("deno.json", ROOT)),
  );
  const map: ImportMap = { imports: { ...imports }, scopes: {} };
  for (const name of listFiles("solutions/", ".ts")) {
    map.imports[new URL(name, ROOT).href] = `file://${directory}/${name}`;
  }
  for (const { id, modules } of STAGES) {
    for (const [name, solution] of Object.entries(modules)) {
      const { href } = new URL(`exercises/${id}/${name}`, ROOT);
      map.imports[href] = `file://${directory}/solutions/${solution}`;
    }
  }
  return map;
}

if (import.meta.main) {
  const [stage, task] = Deno.args;
  const { directory } = await writeState(stage, Number(task));
  console.log(directory);
}
