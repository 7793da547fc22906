/**
 * Where a task is to be written.
 *
 * @module
 */

import { folderOf, type Position, readText } from "./layout.ts";
import { stubPath } from "./stubs.ts";

/** A place in the learner's files. */
export interface Place {
  /** The module, relative to the root. */
  readonly file: string;
  /** The line of its `TODO`, from 1; `undefined` if that is gone. */
  readonly line?: number;
}

/**
 * The place of a task: the module whose stub has its `TODO`.
 *
 * @param position The task.
 * @returns The place; the first module for a task without a `TODO`.
 */
export function placeOf({ stage, task }: Position): Place {
  const todo = new RegExp(String.raw`// TODO task ${task}\b`);
  const names = Object.keys(stage.modules);
  const name =
    names.find((name) => todo.test(readText(stubPath(stage, name)) ?? "")) ??
      names[0];
  const file = `${folderOf(stage)}/${name}`;
  const lines = (readText(file) ?? "").split("\n");
  const index = lines.findIndex((line) => todo.test(line));
  return { file, line: index < 0 ? undefined : index + 1 };
}
