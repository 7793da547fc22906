/**
 * Runs tests with `deno test`, in a group of processes of its own, and says for
 * every file what came of it. A file that ends its own run (a syntax error, an
 * error that no test caught, Deno.exit) has an error of its own.
 *
 * @module
 */

import { collectText } from "./collect.ts";
import { onInterrupt } from "./interrupt.ts";
import { readJunit, type TestResult } from "./junit.ts";
import { ROOT } from "./layout.ts";
import { killFamily } from "./processes.ts";
import { RUN } from "./texts.ts";

/** What to run, and how. */
export interface TestRunOptions {
  /** The root of the course; the one that this module belongs to by default. */
  root?: string;
  /** Whether to stop at the first failure; false by default. */
  failFast?: boolean;
  /** Ends the run, and everything that it has started. */
  signal?: AbortSignal;
}

/** What came of one file of tests. */
export interface FileReport {
  /** The file, relative to the root. */
  readonly file: string;
  /** Its tests, in order. */
  readonly tests: readonly TestResult[];
  /** What ended the file outside its tests, if anything did. */
  readonly error?: string;
}

/** What came of a run. */
export interface TestReport {
  /** The files that ran, in order. */
  readonly files: readonly FileReport[];
  /** How long it took, in seconds. */
  readonly seconds: number;
}

/**
 * Runs files of tests.
 *
 * @param files The files, relative to the root.
 * @param options How to run them.
 * @returns What came of them.
 * @throws {DOMException} If the signal has ended the run.
 */
export async function runTests(
  files: readonly string[],
  options: TestRunOptions = {},
): Promise<TestReport> {
  const { root = ROOT, failFast = false, signal } = options;
  signal?.throwIfAborted();
  // Without a file, Deno would run every test that it finds.
  if (files.length === 0) return { files: [], seconds: 0 };
  const started = performance.now();
  const junit = await Deno.makeTempFile({ suffix: ".xml" });
  try {
    const args = ["test", "-A", "--no-check", `--junit-path=${junit}`];
    if (failFast) args.push("--fail-fast");
    const limitMs = BASE_LIMIT_MS + LIMIT_PER_FILE_MS * files.length;
    const limit = AbortSignal.timeout(limitMs);
    const ends = signal ? [signal, limit] : [limit];
    let output = await runGroup([...args, ...files], root, ends);
    if (limit.aborted) output = `error: ${RUN.tooLong(limitMs / 1000)}`;
    signal?.throwIfAborted();
    const results = readJunit(await Deno.readTextFile(junit));
    return {
      files: toFileReports(files, results, output),
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await Deno.remove(junit);
  }
}

/** Whether every test of a report passed or was skipped. */
export function hasPassed({ files }: TestReport): boolean {
  return files.every(({ tests, error }) =>
    error === undefined &&
    tests.every(({ status }) => status === "passed" || status === "skipped")
  );
}

/** How long a run may take, in milliseconds: a loop may stand outside a test. */
const BASE_LIMIT_MS = 60_000;
const LIMIT_PER_FILE_MS = 30_000;

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
 * @param report What came of a run.
 * @returns The first failure, in the order of the tasks; `undefined` for none.
 */
export function firstFailure(report: TestReport): FirstFailure | undefined {
  for (const { file, tests, error } of report.files) {
    const failed = tests.find(({ status }) => status === "failed");
    if (failed) {
      const { name, message = "" } = failed;
      return { file, test: name, message };
    }
    if (error !== undefined) return { file, message: error };
  }
}

/** Runs Deno to its end, or to the abort; returns what it has printed. */
async function runGroup(
  args: readonly string[],
  root: string,
  signals: readonly AbortSignal[],
): Promise<string> {
  const signal = AbortSignal.any([...signals]);
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: root,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1" },
    detached: Deno.build.os !== "windows",
  }).spawn();
  const end = () => killFamily(child.pid);
  using _ = onInterrupt(end);
  signal.addEventListener("abort", end);
  // Programs that outlive the run may keep the pipes open: nobody waits then.
  const collecting = [collectText(child.stdout), collectText(child.stderr)];
  await child.status;
  signal.removeEventListener("abort", end);
  killFamily(child.pid);
  const [stdout, stderr] = await Promise.all(collecting);
  return `${stdout}\n${stderr}`;
}

function toFileReports(
  files: readonly string[],
  results: Map<string, TestResult[]>,
  output: string,
): FileReport[] {
  const reports: FileReport[] = [];
  for (const file of files) {
    const tests = results.get(`./${file}`);
    const error = errorOf(file, output);
    if (tests === undefined && error === undefined && results.size > 0) {
      // --fail-fast has ended the run before this file.
      continue;
    }
    const hasRun = tests !== undefined && tests.length > 0;
    reports.push({
      file,
      tests: tests ?? [],
      error: error ?? (hasRun ? undefined : endOf(output)),
    });
    if (results.size === 0) break;
  }
  return reports;
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

/** Why there is no report at all: a syntax error, a module that is missing. */
function endOf(output: string): string {
  const error = /^error: (.*?)(?:\n\nStack backtrace:|$(?![\s\S]))/ms.exec(
    output,
  );
  return (error?.[1] ?? RUN.noReport).trim();
}
