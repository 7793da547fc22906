/**
 * Runs tests with `deno test`, and reports the results of every file. A file that
 * ends its own run (a syntax error, an error that no test caught,
 * Deno.exit) has an error of its own.
 *
 * @module
 */

import { type DenoResult, runDeno } from "./deno_process.ts";
import { readJunit, type TestResult } from "./junit.ts";
import { ROOT } from "./layout.ts";
import { RUN } from "./texts.ts";

/** Options of {@linkcode runTests}. */
export interface TestRunOptions {
  /** The root of the course; the one that this module belongs to by default. */
  root?: string;
  /** Whether to stop at the first failure; false by default. */
  failFast?: boolean;
  /** More flags for `deno test`; none by default. */
  flags?: readonly string[];
  /** How many bytes the tests may print; without a limit by default. */
  maxOutputBytes?: number;
  /** Ends the run, and everything that it has started. */
  signal?: AbortSignal;
}

/** The results of one file of tests. */
export interface FileReport {
  /** The file, relative to the root. */
  readonly file: string;
  /** Its tests, in order. */
  readonly tests: readonly TestResult[];
  /** The error that ended the file outside its tests. */
  readonly error?: string;
}

/** The results of a run. */
export interface TestReport {
  /** The files that ran, in order. */
  readonly files: readonly FileReport[];
  /** Why the run was ended before its end; `undefined` if it was not. */
  readonly cut?: string;
  /** The lines that the learner's code has printed, `console.log` included. */
  readonly printed: readonly string[];
  /** How long it took, in seconds. */
  readonly seconds: number;
}

/** How long a run may take, in milliseconds: a loop may stand outside a test. */
const LIMIT_MS = 60_000;
const LIMIT_PER_FILE_MS = 30_000;

/**
 * Runs files of tests.
 *
 * @param files The files, relative to the root.
 * @param options How to run them.
 * @returns Their results.
 * @throws {DOMException} If the signal has ended the run.
 */
export async function runTests(
  files: readonly string[],
  options: TestRunOptions = {},
): Promise<TestReport> {
  // Without a file, Deno would run every test that it finds.
  if (files.length === 0) return { files: [], printed: [], seconds: 0 };
  const { root = ROOT, failFast = false, flags = [], ...limits } = options;
  const started = performance.now();
  const junit = await Deno.makeTempFile({ suffix: ".xml" });
  const args = ["test", "-A", "--no-check", `--junit-path=${junit}`, ...flags];
  if (failFast) args.push("--fail-fast");
  const limitMs = LIMIT_MS + LIMIT_PER_FILE_MS * files.length;
  try {
    const run = { ...limits, cwd: root, limitMs };
    const result = await runDeno([...args, ...files], run);
    const results = readJunit(await Deno.readTextFile(junit));
    const cut = cutOf(result, limitMs);
    return {
      files: results.size > 0
        ? toFileReports(files, results, result.output)
        : reportsWithout(files, result.output, cut, failFast),
      cut,
      printed: printedIn(result.output),
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await Deno.remove(junit);
  }
}

/**
 * Whether all is well.
 *
 * @param report The results of a run.
 * @returns Whether every test passed or was skipped.
 */
export function hasPassed({ files }: TestReport): boolean {
  return files.every(({ tests, error }) =>
    error === undefined &&
    tests.every(({ status }) => status === "passed" || status === "skipped")
  );
}

/** The first failure of a report. */
export interface FirstFailure {
  /** The file. */
  readonly file: string;
  /** The name of the test; `undefined` if the file ended outside its tests. */
  readonly test?: string;
  /** The message. */
  readonly message: string;
}

/**
 * Finds the first failure.
 *
 * @param report The results of a run.
 * @returns The first failure, in the order of the tasks; `undefined` for none.
 */
export function firstFailure(
  { files }: Pick<TestReport, "files">,
): FirstFailure | undefined {
  for (const { file, tests, error } of files) {
    const failed = tests.find(({ status }) => status === "failed");
    if (failed) {
      const { name, message = "" } = failed;
      return { file, test: name, message };
    }
    if (error !== undefined) return { file, message: error };
  }
}

function toFileReports(
  files: readonly string[],
  results: Map<string, TestResult[]>,
  output: string,
): FileReport[] {
  return files.flatMap((file) => {
    const tests = results.get(`./${file}`) ?? [];
    const error = errorOf(file, output);
    // Without either, --fail-fast has ended the run before this file.
    if (tests.length === 0 && error === undefined) return [];
    return { file, tests, error };
  });
}

/** Without a single result, every file has the same error, or its own. */
function reportsWithout(
  files: readonly string[],
  output: string,
  cut: string | undefined,
  failFast: boolean,
): FileReport[] {
  const shared = cut ?? errorOfAll(output);
  const reports = files.map((file) => {
    return { file, tests: [], error: errorOf(file, output) ?? shared };
  });
  return failFast ? reports.slice(0, 1) : reports;
}

/** The lines between the marks that Deno puts around the output of a test. */
function printedIn(output: string): string[] {
  const blocks = output.matchAll(
    /^-{7} (?:\S+ )?output -{7}\n(.*?)-{5} (?:\S+ )?output end -{5}$/gms,
  );
  return [...blocks].flatMap(([, text]) => text.trimEnd().split("\n"));
}

/** Why a run was ended before its end: a limit, or its process was killed. */
function cutOf({ cut }: DenoResult, limitMs: number): string | undefined {
  switch (cut) {
    case "time":
      return RUN.tooLong(limitMs / 1000);
    case "output":
      return RUN.tooMuch;
    case "signal":
      return RUN.killed;
  }
}

/** The error of one file, in what Deno has printed. */
function errorOf(file: string, output: string): string | undefined {
  const called = ` ./${file} called \`Deno.exit(`;
  const exit = output.split("\n").find((line) => line.includes(called));
  if (exit) return RUN.exited(exit.split(called)[1].split(")")[0]);
  const title = `\n./${file} (uncaught error)\n`;
  const start = output.indexOf(title);
  if (start < 0) return undefined;
  const [message] = output.slice(start + title.length)
    .split("\nThis error was not caught");
  return message.replace(/^error: /, "").trim();
}

/** The error that left no result at all: a syntax error, a missing module. */
function errorOfAll(output: string): string {
  const [, ...errors] = output.split(/^error: /m);
  const [error = RUN.killed] = (errors.at(-1) ?? "").split(
    "\n\nStack backtrace:",
  );
  return error.trim();
}
