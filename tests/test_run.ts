/**
 * Runs tests in a process of their own, and reads their results.
 *
 * @module
 */

import { testFiles } from "../course/stages.ts";
import {
  type CommandResult,
  type ImportMap,
  ROOT,
  runDeno,
  withImportMap,
} from "./deno_command.ts";
import { readJunit, type TestResult } from "./junit.ts";

/** How a run has ended. */
export interface TestRun extends CommandResult {
  /** The results, in order; none if the run died. */
  readonly tests: readonly TestResult[];
}

/** Options of {@linkcode runAsOne}. */
export interface RunOptions {
  /** An import map, or its file; by default the imports of `deno.json` apply. */
  readonly importMap?: string | ImportMap;
  /** The configuration file; `deno.json` by default. */
  readonly config?: string;
  /** More flags of `deno test`. */
  readonly flags?: readonly string[];
}

/**
 * Runs `deno test -A`.
 *
 * @param args More flags, and the files.
 * @returns What was printed, and the result of each test.
 */
export async function runTests(args: readonly string[]): Promise<TestRun> {
  const path = await Deno.makeTempFile({ suffix: ".xml" });
  try {
    const report = `--junit-path=${path}`;
    const result = await runDeno(["test", "-A", report, ...args]);
    return { ...result, tests: await readJunit(path) };
  } finally {
    await Deno.remove(path);
  }
}

/**
 * Runs test files as one module. Deno starts a worker for every test file, which
 * takes more of the processor than most of the tests in it: the suite of stage
 * 02 takes 1.2 s in one module, and 7.5 s in its 46 files.
 *
 * @param files The addresses of the files.
 * @param options How to run them.
 * @returns What was printed, and the result of each test.
 */
export async function runAsOne(
  files: readonly URL[],
  { importMap, config = "deno.json", flags = [] }: RunOptions = {},
): Promise<TestRun> {
  if (typeof importMap === "object") {
    return await withImportMap(
      importMap,
      (path) => runAsOne(files, { importMap: path, config, flags }),
    );
  }
  const module = await Deno.makeTempFile({ suffix: "_test.ts" });
  try {
    await Deno.writeTextFile(module, moduleOf(files));
    const mapped = importMap === undefined ? [] : [`--import-map=${importMap}`];
    const how = ["--no-check", `--config=${config}`, ...mapped, ...flags];
    return await runTests([...how, module]);
  } finally {
    await Deno.remove(module);
  }
}

/**
 * One module that imports test files.
 *
 * @param files The addresses of the files.
 * @returns Its text.
 */
export function moduleOf(files: readonly URL[]): string {
  return files.map(({ href }) => `import ${JSON.stringify(href)};\n`).join("");
}

/**
 * Lists the test files of a stage.
 *
 * @param stage The stage: "02_http".
 * @returns Their addresses, in the order of the tasks.
 */
export function suiteOf(stage: string): URL[] {
  return [...testFiles(stage).values()].map((file) => new URL(file, ROOT));
}
