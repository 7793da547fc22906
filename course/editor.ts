/**
 * Opens the file of a task in the learner's own editor.
 *
 * @module
 */

import { UsageError } from "./arguments.ts";
import { type Position, ROOT } from "./layout.ts";
import { findProgram } from "../kit/programs.ts";
import { WATCH } from "./texts.ts";
import { placeOf } from "./todo.ts";

/**
 * Prepares the editor: it opens the module with the `TODO` of a task, or the
 * first module of the stage.
 *
 * @param command The editor: `code -g {file}:{line}`, or `zed`, which gets the
 * file as its last argument. It runs without a shell.
 * @returns What opens the file of a task.
 * @throws {UsageError} If there is no such program.
 */
export function editorFor(command: string): (position: Position) => void {
  const words = (command.match(/"[^"]*"|'[^']*'|\S+/g) ?? [])
    .map((word) => word.replace(/^(["'])(.*)\1$/, "$2"));
  const hasPlace = command.includes("{file}");
  const [name = "", ...args] = hasPlace ? words : [...words, "{file}"];
  const program = findProgram(name);
  if (program === undefined) throw new UsageError(WATCH.noEditor(name));
  return (position) => {
    const { file, line = 1 } = placeOf(position);
    const child = new Deno.Command(program, {
      args: args.map((arg) =>
        arg.replaceAll("{file}", ROOT + file).replaceAll("{line}", `${line}`)
      ),
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    // The editor may stay open when the course ends.
    child.unref();
  };
}
