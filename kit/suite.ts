/**
 * Defines the tests of a suite: each belongs to a task, and says what to learn
 * from its failure.
 *
 * @module
 */

import { within } from "./clock.ts";
import { contain } from "./containment.ts";
import {
  Failure,
  type Lesson,
  present,
  type TestPlace,
  toFailure,
} from "./failure.ts";
import { setCurrentRun, TaskRun } from "./task_run.ts";

/** What a test says of itself. */
export interface TaskLesson extends Lesson {
  /** Programs without which the test is skipped, and says so: "perl". */
  readonly needs?: readonly string[];
  /** How long the whole test may take, in milliseconds; 20 000 by default. */
  readonly timeoutMs?: number;
}

/** Defines one test, for `Deno.test`. */
export type DefineTask = (
  task: number,
  name: string,
  lesson: TaskLesson,
  body: () => Promise<void> | void,
) => Deno.TestDefinition;

/** How long a whole test may take, in milliseconds. */
const TIMEOUT_MS = 20_000;

/**
 * Begins a suite.
 *
 * @param suiteUrl The suite's `import.meta.url`; its folder names the stage.
 * @param defaults What every test of the suite says of itself, unless it says
 * otherwise.
 * @returns What defines the tests of the suite.
 *
 * @example
 * ```ts ignore
 * import { start, suite } from "../kit/mod.ts";
 * import { serve } from "../exercises/01_tcp/server.ts";
 *
 * const task = suite(import.meta.url);
 *
 * Deno.test(task(1, "a client that says something reads Yes", {
 *   because: "RFC 9293 section 3.6",
 * }, async () => {
 *   await using server = await start(serve);
 *   const client = await server.connect();
 *   await client.send("can you hear me?");
 * }));
 * ```
 */
export function suite(
  suiteUrl: string,
  defaults: TaskLesson = {},
): DefineTask {
  const stage = new URL(".", suiteUrl).pathname.split("/").at(-2)!;
  const isPermitted = mayListen();
  let isFirst = true;
  return (task, name, own, body) => {
    const lesson = { ...defaults, ...own };
    const place = { suiteUrl, stage, task, definedAt: new Error().stack ?? "" };
    if (!isPermitted && isFirst) {
      isFirst = false;
      return refuse(stage, suiteUrl);
    }
    // Without permissions nothing can be looked for, and nothing will run.
    const needs = isPermitted ? lesson.needs ?? [] : [];
    const missing = needs.filter((name) => !isInstalled(name));
    const skipped = missing.length > 0
      ? ` (skipped: no ${missing.join(", no ")} on this machine)`
      : "";
    const { timeoutMs = TIMEOUT_MS } = lesson;
    return {
      name: `${stage} task ${task} · ${name}${skipped}`,
      ignore: missing.length > 0,
      sanitizeOps: true,
      sanitizeResources: true,
      // Beyond the kit's own deadline: only an endless loop gets there.
      timeout: timeoutMs + 5000,
      fn: () => runTest(place, { ...lesson, timeoutMs }, body),
    };
  };
}

/**
 * Names the row of a table within which a failure happens.
 *
 * @param name The row: "a space before the colon".
 * @param body What is tried with it.
 * @param lesson What is to be learned from this row, if it is something else
 * than from the others.
 */
export async function variant(
  name: string,
  body: () => Promise<void> | void,
  lesson: Lesson = {},
): Promise<void> {
  try {
    await body();
  } catch (error) {
    const failure = toFailure(error);
    failure.variants.unshift(name);
    // The innermost row knows best.
    failure.rowLesson = { ...lesson, ...failure.rowLesson };
    throw failure;
  }
}

async function runTest(
  place: TestPlace,
  lesson: Lesson & { timeoutMs: number },
  body: () => Promise<void> | void,
): Promise<void> {
  const limit = Error.stackTraceLimit;
  // The suite's line may stand deep below the kit's own frames.
  Error.stackTraceLimit = 50;
  const run = new TaskRun();
  setCurrentRun(run);
  const containment = contain(run);
  const failure = await attempt(run, lesson.timeoutMs, body);
  const leak = await containment.end();
  setCurrentRun(undefined);
  Error.stackTraceLimit = limit;
  const error = failure ?? leak ?? await within(run.defect, 0, undefined)
    .catch((defect) => defect);
  if (error) throw present(error, lesson, place, run);
}

/** Runs the body to its end; returns what it threw. */
async function attempt(
  run: TaskRun,
  timeoutMs: number,
  body: () => Promise<void> | void,
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
      expected: "every answer ends in time",
    });
  } catch (error) {
    return error ?? new Error("undefined was thrown");
  } finally {
    await run.destroyAll();
    // A body that was given up ends now that its connections are closed.
    await within(running.catch(() => {}), 3000, undefined);
  }
}

/**
 * Instead of twenty stack traces: the only test says what to type. Where a stage
 * has several files, the first says it for all; alone, `only` makes them fail.
 */
function refuse(stage: string, suiteUrl: string): Deno.TestDefinition {
  return {
    name: `${stage} needs your permission: deno test -A exercises/${stage}`,
    only: true,
    ignore: !suiteUrl.endsWith("/server_test.ts"),
    fn() {
      const error = new Error(
        "These tests open real TCP connections, which Deno allows only if you " +
          `say so: run  deno test -A exercises/${stage}  (or -P, the ` +
          "permission set of deno.json)",
      );
      error.name = "NotCapable";
      error.stack = error.name;
      throw error;
    },
  };
}

function mayListen(): boolean {
  return (["net", "read", "write", "run", "env"] as const).every((name) =>
    Deno.permissions.querySync({ name }).state === "granted"
  );
}

/** Whether a program is on the PATH. */
function isInstalled(program: string): boolean {
  const directories = (Deno.env.get("PATH") ?? "").split(":");
  return directories.some((directory) => {
    try {
      return Deno.statSync(`${directory}/${program}`).isFile;
    } catch {
      return false;
    }
  });
}
