/**
 * The files of a stage and of a task: their paths are relative to the root of the
 * course, with slashes on every system.
 *
 * @module
 */

import { fromFileUrl } from "@std/path";
import { type Stage, STAGES, testFiles } from "./stages.ts";

/** The root of the course, as the frames of a stack show it. */
export const ROOT_URL: string = new URL("../", import.meta.url).href;

/** The root of the course as a path, with a separator at its end. */
export const ROOT: string = fromFileUrl(ROOT_URL);

/** One task of one stage. */
export interface Position {
  /** The stage. */
  readonly stage: Stage;
  /** The number of the task, from 1. */
  readonly task: number;
}

/**
 * The folder of a stage.
 *
 * @param stage The stage.
 * @returns Its path, relative to the root.
 */
export function folderOf(stage: Stage): string {
  return `exercises/${stage.id}`;
}

/**
 * The files that the learner writes.
 *
 * @param stage The stage.
 * @returns Their paths, relative to the root.
 */
export function modulesOf(stage: Stage): string[] {
  return Object.keys(stage.modules).map((name) => `${folderOf(stage)}/${name}`);
}

/**
 * The tests of some tasks.
 *
 * @param stage The stage.
 * @param isWanted Which tasks; all of them by default.
 * @returns Their paths, relative to the root, in the order of the tasks.
 */
export function testsOf(
  stage: Stage,
  isWanted: (task: number) => boolean = () => true,
): string[] {
  return [...testFiles(stage.id)]
    .filter(([task]) => isWanted(task))
    .map(([, path]) => path);
}

/**
 * Finds missing files: modules of the learner, or the tests of a task.
 *
 * @param position The task.
 * @returns The paths of the missing files, relative to the root.
 */
export function missingFor({ stage, task }: Position): string[] {
  const modules = modulesOf(stage).filter((path) =>
    readText(path) === undefined
  );
  if (testsOf(stage, (number) => number === task).length > 0) return modules;
  const number = `${task}`.padStart(2, "0");
  return [...modules, `${folderOf(stage)}/tests/${number}_*_test.ts`];
}

/**
 * The task that a file of tests belongs to.
 *
 * @param path The file.
 * @returns Its number; `undefined` for another file.
 */
export function taskOf(path: string): number | undefined {
  const number = /(?:^|\/)tests\/(\d+)_\w+_test\.ts$/.exec(path)?.[1];
  return number === undefined ? undefined : Number(number);
}

/**
 * Every file below a folder.
 *
 * @param folder Its path, relative to the root.
 * @returns Their paths, relative to the root, sorted; none if it is missing.
 */
export function listFiles(folder: string): string[] {
  const paths: string[] = [];
  try {
    for (const entry of Deno.readDirSync(ROOT + folder)) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory) paths.push(...listFiles(path));
      if (entry.isFile) paths.push(path);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return paths.sort();
}

/**
 * Reads a text file of the course.
 *
 * @param path Its path, relative to the root.
 * @returns Its text; `undefined` if it is missing.
 */
export function readText(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(ROOT + path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/**
 * The position after or before another one, across stages.
 *
 * @param position Where to start.
 * @param step 1 for the next one, -1 for the one before.
 * @returns The position; `undefined` at either end of the course.
 */
export function neighbour(
  { stage, task }: Position,
  step: 1 | -1,
): Position | undefined {
  const number = task + step;
  if (number >= 1 && number <= stage.tasks.length) {
    return { stage, task: number };
  }
  const other = STAGES[STAGES.indexOf(stage) + step];
  if (other === undefined) return undefined;
  return { stage: other, task: step === 1 ? 1 : other.tasks.length };
}
