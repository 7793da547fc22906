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
import { readText } from "./deno_command.ts";
import { writeVariants } from "./variants.ts";

/** One replacement in a file of the solution. */
export interface Edit {
  /** The file, relative to the root of the repository. */
  readonly file: string;
  /** The text with the task; it occurs exactly once. */
  readonly complete: string;
  /** The text without it. */
  readonly reduced: string;
}

/**
 * Reads what to remove for each task of a stage.
 *
 * @param stage The stage.
 * @returns The edits, by task; the list is empty for a task that needs no code.
 */
export function readEdits(stage: string): Map<number, Edit[]> {
  const path = `tests/states/${stage}.txt`;
  const text = readText(path);
  const edits = new Map<number, Edit[]>();
  for (const section of text.split(/^=== task /m).slice(1)) {
    const task = parseInt(section);
    const blocks = [
      ...section.matchAll(/^--- ([^\n]+)$|^<<<\n(.*?)^===\n(.*?)^>>>$/gms),
    ];
    let file = "";
    const found: Edit[] = [];
    for (const [, name, complete, reduced] of blocks) {
      if (name !== undefined) file = `solutions/${name}`;
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
 * @returns The files that differ from the solution, by name.
 */
export function filesAfter(stage: string, task: number): Map<string, string> {
  const files = new Map<string, string>();
  const edits = [...readEdits(stage)].sort(([a], [b]) => b - a);
  for (const [number, removals] of edits) {
    if (number <= task) break;
    for (const { file, complete, reduced } of removals) {
      const text = files.get(file) ?? readText(file);
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

if (import.meta.main) {
  const [id, task] = Deno.args;
  const stage = STAGES.find((stage) => stage.id === id);
  if (stage?.tasks[Number(task) - 1] === undefined) {
    console.error("Expected a stage and the number of a task: 02_http 7");
    Deno.exit(2);
  }
  const texts = filesAfter(id, Number(task));
  const { directories: [directory] } = await writeVariants([{ texts }]);
  console.log(directory);
}
