/**
 * Every task depends on earlier tasks only: a solution of the tasks 1 to N
 * passes the tests of the tasks 1 to N, and not those of task N + 1.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { type Stage, STAGES, testFiles } from "../course/stages.ts";
import { runDeno } from "./deno_command.ts";
import { readEdits, writeState } from "./states.ts";
import { moduleOfTests } from "./suite_tests.ts";

/** How many states are tried at the same time: their tests mostly wait. */
const AT_ONCE = 3 * Math.max(2, navigator.hardwareConcurrency);

for (const stage of STAGES) {
  Deno.test({
    name: `${stage.id}: tests 1 to N pass on a solution of tasks 1 to N`,
    async fn() {
      const tasks = stage.tasks.map((_, index) => index + 1);
      const described = [...readEdits(stage.id).keys()].sort((a, b) => a - b);
      assertEquals(described, tasks.slice(1), "the tasks of the states");
      const failures: string[] = [];
      const queue = tasks.values();
      async function work(): Promise<void> {
        for (const task of queue) {
          failures.push(...await tryState(stage, task));
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      assert(failures.length === 0, failures.join("\n"));
    },
  });
}

/** Runs the tests on the state after a task; returns the mistakes found. */
async function tryState(stage: Stage, task: number): Promise<string[]> {
  await using state = await writeState(stage.id, task);
  const files = testFiles(stage.id);
  const next = readEdits(stage.id).get(task + 1) ?? [];
  const last = next.length > 0 ? task + 1 : task;
  const suite = `${state.directory}/all_test.ts`;
  const tasks = Array.from({ length: last }, (_, index) => index + 1);
  const module = moduleOfTests(tasks.map((number) => files.get(number)!));
  await Deno.writeTextFile(suite, module);
  const importMap = `--import-map=${state.importMap}`;
  const { output } = await runDeno([
    "test",
    "-A",
    "--no-check",
    importMap,
    suite,
  ]);
  const results = [
    ...output.matchAll(/^\w+ task (\d+) · (.+?) \.\.\. (ok|FAILED) \(/gm),
  ].map(([, number, name, result]) => ({ task: Number(number), name, result }));
  const where = `state ${task} of ${stage.id}`;
  const wrong = results
    .filter((test) => test.task <= task && test.result !== "ok")
    .map((test) => `${where} fails task ${test.task} · ${test.name}`);
  const isNextRed = results.some((test) =>
    test.task > task && test.result !== "ok"
  );
  if (last > task && !isNextRed) {
    wrong.push(`${where} passes task ${last}, which it does not have`);
  }
  if (new Set(results.map((test) => test.task)).size !== last) {
    wrong.push(`${where}: not every task was tested\n${output}`);
  }
  // The messages of the failures, for the developer.
  return wrong.length > 0 && wrong[0].includes("fails")
    ? [...wrong, output.slice(output.indexOf("ERRORS"))]
    : wrong;
}
