/**
 * The tests of the suites, as their source names them.
 *
 * @module
 */

import { STAGES, testFiles } from "../course/stages.ts";
import { readText } from "./deno_command.ts";

/** One test of a suite. */
export interface SuiteTest {
  /** Its file, relative to the root. */
  readonly file: string;
  /** Its stage: "02_http". */
  readonly stage: string;
  /** The number of its task. */
  readonly task: number;
  /** Its name, without stage and task. */
  readonly name: string;
}

/**
 * Lists the tests of the suites, `exercises/STAGE/tests/NN_subject_test.ts`.
 *
 * @returns All tests, in the order of files and lines.
 */
export function listSuiteTests(): SuiteTest[] {
  return STAGES.flatMap(({ id: stage }) =>
    [...testFiles(stage)].flatMap(([task, file]) =>
      [...readText(file).matchAll(/\btest\(\s*"(.+?)",/g)]
        .map(([, name]) => ({ file, stage, task, name }))
    )
  );
}
