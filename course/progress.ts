/**
 * Which tasks pass. The tests decide: the noted results only tell which of them
 * to run first.
 *
 * @module
 */

import { type Position, taskOf, testsOf } from "./layout.ts";
import { type Stage, STAGES } from "./stages.ts";
import {
  fingerprint,
  notedResults,
  noteResults,
  savedPosition,
} from "./state.ts";
import { isPristine } from "./stubs.ts";
import { runTests, type TestReport } from "./test_run.ts";

/**
 * Finds out which tasks of a stage pass: those that passed before run together,
 * then the others in order, up to the first that fails.
 *
 * @param stage The stage.
 * @param signal Ends the tests.
 * @returns The numbers of the tasks that pass.
 */
export async function passedTasks(
  stage: Stage,
  signal?: AbortSignal,
): Promise<readonly number[]> {
  if (isPristine(stage)) return [];
  const noted = await notedResults(stage);
  if (noted.isProven) return noted.passed;
  const files = await fingerprint(stage);
  const known = testsOf(stage, (task) => noted.passed.includes(task));
  const others = testsOf(stage, (task) => !noted.passed.includes(task));
  const passed = [
    ...await passedOf(known, { signal }),
    ...await passedOf(others, { signal, failFast: true }),
  ].sort((a, b) => a - b);
  await noteResults(stage, passed, files);
  return passed;
}

/**
 * The first task that does not pass, from a position on; then from the start.
 *
 * @param from Where to begin; at the saved position by default.
 * @param signal Ends the tests.
 * @returns The task; the last one of the course if everything passes.
 */
export async function firstUnfinished(
  from: Position = savedPosition() ?? { stage: STAGES[0], task: 1 },
  signal?: AbortSignal,
): Promise<Position> {
  const start = STAGES.indexOf(from.stage);
  const stages = [...STAGES.slice(start), ...STAGES.slice(0, start + 1)];
  for (const [index, stage] of stages.entries()) {
    const passed = await passedTasks(stage, signal);
    const first = index === 0 ? from.task : 1;
    for (let task = first; task <= stage.tasks.length; task++) {
      if (!passed.includes(task)) return { stage, task };
    }
  }
  const last = STAGES.at(-1)!;
  return { stage: last, task: last.tasks.length };
}

/**
 * The tasks of which every test in a report passed.
 *
 * @param report The results of a run.
 * @returns Their numbers.
 */
export function passedIn({ files }: TestReport): number[] {
  const failed = new Set<number>();
  const all = new Set<number>();
  for (const { file, tests, error } of files) {
    const task = taskOf(file);
    if (task === undefined) continue;
    all.add(task);
    const passes = tests.every(({ status }) =>
      status === "passed" || status === "skipped"
    );
    if (!passes || error !== undefined) failed.add(task);
  }
  return [...all].filter((task) => !failed.has(task));
}

async function passedOf(
  files: readonly string[],
  options: { signal?: AbortSignal; failFast?: boolean },
): Promise<number[]> {
  if (files.length === 0) return [];
  return passedIn(await runTests(files, options));
}
