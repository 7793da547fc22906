/**
 * Defines the tests of a suite: each belongs to a task, and its failure teaches
 * something.
 *
 * @module
 */

import { nextTurn, within } from "./clock.ts";
import { contain } from "./containment.ts";
import { Failure, type Lesson, type LikelyCauses } from "./failure.ts";
import { present, type TestPlace } from "./message.ts";
import { isPermitted, missingPrograms, refuse } from "./permission.ts";
import { setCurrentRun, TaskRun } from "./task_run.ts";
import { startWatchdog, watchLoop } from "./watchdog.ts";

/** The requirements and the limit of a test. */
export interface TestOptions {
  /** Programs without which the test is skipped, by name: "perl". */
  readonly needs?: readonly string[];
  /** How long the whole test may take, in milliseconds; 10 000 by default. */
  readonly timeoutMs?: number;
}

/** The lesson of a whole test. */
export interface TestLesson extends Lesson, TestOptions {
  /**
   * The likely cause of each symptom. An assertion carries its own cause:
   * `expectStatus(response, 200, { likely: "…" })`.
   */
  readonly likely?: LikelyCauses;
}

/** The body of a test. */
export type TestBody = () => Promise<void> | void;

/** Defines one test, for `Deno.test`. */
export type DefineTest = (
  name: string,
  lesson: TestLesson,
  body: TestBody,
) => Deno.TestDefinition;

/** How long a whole test may take, in milliseconds. */
const TIMEOUT_MS = 10_000;

/** How much later Deno ends a test that never returns to the event loop. */
const LOOP_MS = 2000;

/**
 * Begins a suite. The path of its file names the stage and the task.
 *
 * @param suiteUrl The `import.meta.url` of the file.
 * @param defaults What holds for every test of the file, unless the test says
 * otherwise.
 * @returns The function that defines the tests of the file.
 *
 * @example In exercises/01_tcp/tests/01_answer_yes_test.ts
 * ```ts ignore
 * import { start, suite } from "../../../kit/mod.ts";
 * import { serve } from "../server.ts";
 *
 * const test = suite(import.meta.url);
 *
 * Deno.test(test("a client that says something reads Yes", {
 *   because: "RFC 9293 section 3.6",
 *   likely: { silence: "the connection is not closed" },
 * }, async () => {
 *   await using server = await start(serve);
 *   const client = await server.connect();
 *   await client.send("can you hear me?");
 *   await client.readToEnd();
 * }));
 * ```
 */
export function suite(
  suiteUrl: string,
  defaults: TestLesson = {},
): DefineTest {
  const file: TestFile = { suiteUrl, defaults, isEmpty: true };
  const { stage, task } = placeOfSuite(suiteUrl);
  if (isPermitted()) startWatchdog();
  return (name, lesson, body) => {
    const definedAt = new Error().stack ?? "";
    const place = { suiteUrl, stage, task, definedAt };
    return defineTest(file, place, name, lesson, body);
  };
}

/** The tests of one file. */
interface TestFile {
  readonly suiteUrl: string;
  readonly defaults: TestLesson;
  isEmpty: boolean;
}

function defineTest(
  file: TestFile,
  place: TestPlace,
  name: string,
  own: TestLesson,
  body: TestBody,
): Deno.TestDefinition {
  const lesson = { timeoutMs: TIMEOUT_MS, ...file.defaults, ...own };
  if (file.isEmpty && !isPermitted()) {
    file.isEmpty = false;
    return refuse(place.stage, file.suiteUrl);
  }
  const missing = missingPrograms(lesson.needs ?? []);
  const skipped = missing.length > 0
    ? ` (skipped: no ${missing.join(", no ")} on this machine)`
    : "";
  const title = `${place.stage} task ${place.task} · ${name}`;
  return {
    name: title + skipped,
    ignore: missing.length > 0,
    sanitizeOps: true,
    sanitizeResources: true,
    timeout: lesson.timeoutMs + LOOP_MS,
    fn: () => runTest(title, place, lesson, body),
  };
}

/** `exercises/02_http/tests/03_empty_line_test.ts`: stage "02_http", task 3. */
function placeOfSuite(suiteUrl: string): { stage: string; task: number } {
  const { pathname } = new URL(suiteUrl);
  const match = /\/([^/]+)\/tests\/(\d\d)_[^/]+_test\.ts$/.exec(pathname);
  if (!match) throw new TypeError(`Cannot tell the task of ${suiteUrl}`);
  return { stage: match[1], task: Number(match[2]) };
}

async function runTest(
  title: string,
  place: TestPlace,
  lesson: TestLesson & { timeoutMs: number },
  body: TestBody,
): Promise<void> {
  const limit = Error.stackTraceLimit;
  // The suite's line may lie deep below the kit's own frames.
  Error.stackTraceLimit = 50;
  const run = new TaskRun(title);
  setCurrentRun(run);
  using _watchdog = watchLoop(title, place);
  const containment = contain(run);
  const failure = await containment.within(() =>
    attempt(run, lesson.timeoutMs, body)
  );
  run.hasFailed ||= failure !== undefined;
  const leak = await containment.end();
  setCurrentRun(undefined);
  Error.stackTraceLimit = limit;
  const error = failure ?? leak ??
    await Promise.race([run.defect, nextTurn()]).catch((defect) => defect);
  if (error) throw present(error, lesson, place, run);
}

/** Runs the body to its end; returns what it threw. */
async function attempt(
  run: TaskRun,
  timeoutMs: number,
  body: TestBody,
): Promise<unknown> {
  const running = (async () => await body())();
  try {
    const late = Symbol();
    const result = await within(
      Promise.race([running, run.defect]),
      timeoutMs,
      late,
    );
    if (result !== late) return undefined;
    return new Failure(`the test has not ended within ${timeoutMs / 1000} s`, {
      symptom: "late",
      expected: "every step of the test ends in time",
    });
  } catch (error) {
    return error ?? new Error(`${error} was thrown`);
  } finally {
    await run.release();
    // A body that was given up ends now that its connections are closed.
    await within(running.catch(() => {}), 3000, undefined);
  }
}
