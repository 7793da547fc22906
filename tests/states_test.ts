/**
 * Every task depends on earlier tasks only: a solution of the tasks 1 to N
 * passes the tests of the tasks 1 to N, and not those of task N + 1.
 *
 * Without an argument, state N is tried with the tests of its newest task. With
 * `--all` it is tried with the tests of all its tasks, and of the next one:
 *
 * ```sh
 * deno test -A tests/states_test.ts -- --all
 * ```
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { type Stage, STAGES, testFiles } from "../course/stages.ts";
import type { TestResult } from "./junit.ts";
import { runAsOne } from "./test_run.ts";
import { writeVariants } from "./variants.ts";
import { filesAfter, readEdits } from "./states.ts";

/** Whether every test that must pass on a state is run. */
const IS_COMPLETE = Deno.args.includes("--all");

/** How many processes share the states of a stage: their tests mostly wait. */
const PROCESSES = IS_COMPLETE ? 4 : 2;

for (const stage of STAGES) {
  Deno.test({
    name: `${stage.id}: tests 1 to N pass on a solution of tasks 1 to N`,
    async fn() {
      const tasks = stage.tasks.map((_, index) => index + 1);
      const described = [...readEdits(stage.id).keys()].sort((a, b) => a - b);
      assertEquals(described, tasks.slice(1), "the tasks of the states");
      const shares = Array.from(
        { length: PROCESSES },
        (_, share) => tasks.filter((task) => task % PROCESSES === share),
      );
      const mistakes = await Promise.all(
        shares.map((share) => tryStates(stage, share)),
      );
      assert(mistakes.flat().length === 0, mistakes.flat().join("\n"));
    },
  });
}

/** Runs tests on some states, in one process; returns the mistakes found. */
async function tryStates(
  stage: Stage,
  tasks: readonly number[],
): Promise<string[]> {
  await using states = await writeVariants(
    tasks.map((task) => ({ texts: filesAfter(stage.id, task) })),
  );
  const inState = (index: number) => `${states.directories[index]}/`;
  const suites = tasks.flatMap((task, index) =>
    listTests(stage.id, task).map((file) =>
      new URL(`file://${inState(index)}${file}`)
    )
  );
  const { importMap } = states;
  const { output, tests } = await runAsOne(suites, { importMap });
  const mistakes = tasks.flatMap((task, index) =>
    judge(
      stage.id,
      task,
      tests.filter(({ file }) => file.includes(inState(index))),
    )
  );
  if (mistakes.length === 0) return [];
  if (tasks.length > 1) {
    // Several at once can be too much for a deadline: each state, alone.
    const again: string[] = [];
    for (const task of tasks) again.push(...await tryStates(stage, [task]));
    return again;
  }
  // The messages of the failures, for the developer.
  return [...mistakes, output];
}

/** The tests that are run on a state. */
function listTests(stage: string, state: number): string[] {
  const files = testFiles(stage);
  if (!IS_COMPLETE) return [files.get(state)!];
  const tasks = Array.from({ length: state }, (_, index) => index + 1);
  const next = readEdits(stage).get(state + 1) ?? [];
  if (next.length > 0) tasks.push(state + 1);
  return tasks.map((task) => files.get(task)!);
}

/** Says what is wrong with a state, or with the tests that it should pass. */
function judge(
  stage: string,
  state: number,
  tests: readonly TestResult[],
): string[] {
  const where = `state ${state} of ${stage}`;
  const untested = listTests(stage, state).filter((path) =>
    tests.every(({ file }) => !file.endsWith(path))
  );
  const mistakes = untested.map((path) => `${where} was not tested: ${path}`);
  const next = testFiles(stage).get(state + 1) ?? "no file";
  const [later, due] = [true, false].map((isNext) =>
    tests.filter(({ file }) => file.endsWith(next) === isNext)
  );
  for (const { name, outcome } of due) {
    if (outcome !== "passed") mistakes.push(`${where}, ${outcome}: ${name}`);
  }
  if (later.length > 0 && later.every(({ outcome }) => outcome === "passed")) {
    mistakes.push(`${where} passes task ${state + 1}, which it does not have`);
  }
  return mistakes;
}
