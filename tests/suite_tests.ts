/**
 * The tests of the suites, as their source names them.
 *
 * @module
 */

import { listFiles, readText, ROOT } from "./deno_command.ts";

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
 * Lists the tests of the suites. There are two layouts: a file of tests for one
 * task, `exercises/STAGE/tests/NN_subject_test.ts`, and one for several tasks,
 * `exercises/STAGE/subject_test.ts`, which gives each test the number of its task.
 *
 * @returns All tests, in the order of files and lines.
 */
export function listSuiteTests(): SuiteTest[] {
  return listFiles("exercises/", "_test.ts").flatMap((file) => {
    const [, stage] = file.split("/");
    const ofFile = /\/tests\/(\d\d)_[^/]+$/.exec(file)?.[1];
    const definition = ofFile === undefined
      ? /\btask\(\s*(\d+),\s*"(.+?)",/g
      : /\btest\(()\s*"(.+?)",/g;
    return [...readText(file).matchAll(definition)].map(
      ([, number, name]) => ({
        file,
        stage,
        task: Number(ofFile ?? number),
        name,
      }),
    );
  });
}

/**
 * One module that imports several test files: Deno starts a worker for every
 * file that it is given, which takes longer than most tests.
 *
 * @param files The test files, relative to the root.
 * @returns The text of the module.
 */
export function moduleOfTests(files: Iterable<string>): string {
  return Array.from(files, (file) => {
    const { href } = new URL(file, ROOT);
    return `import ${JSON.stringify(href)};\n`;
  }).join("");
}
