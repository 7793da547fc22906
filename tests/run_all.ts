/**
 * Everything that must hold: the types, the checks of the course, every suite
 * against its solution, the examples of the documentation. It is what
 * `deno task test` runs.
 *
 * Each part is a process of its own, as a learner would start it, and several
 * run at once: most of them wait most of the time. With arguments only those
 * parts run whose names contain one of them: `deno task test exercises/03`.
 *
 * @module
 */

import { STAGES } from "../course/stages.ts";
import { exists, listFiles, runDeno } from "./deno_command.ts";
import type { TestResult } from "./junit.ts";
import { runAsOne, runTests, suiteOf, type TestRun } from "./test_run.ts";

/** How many parts run at the same time: one more than there are cores. */
const AT_ONCE = navigator.hardwareConcurrency + 1;

/** How many of the slowest tests are listed. */
const SLOWEST = 10;

/** Parts that take long, and therefore start first. */
const START_FIRST = [
  "states",
  "wrong_servers",
  "suites_on_engines",
  "stubs",
  "exercises",
];

/** A part: one process. */
interface Part {
  readonly name: string;
  run(): Promise<TestRun>;
}

/** The results of a part. */
interface Outcome {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly tests: readonly TestResult[];
}

function listParts(): Part[] {
  const checks = listFiles("tests/", "_test.ts").map((file) => ({
    name: file,
    run: () => runTests(["--no-check", ...configOf(file), file]),
  }));
  const suites = STAGES.map(({ id }) => ({
    name: `exercises/${id}`,
    run: () =>
      runAsOne(suiteOf(id), { importMap: "solutions/import_map.json" }),
  }));
  const documented = ["mod.ts", "engine", "solutions", "kit", "course"];
  const types = listFiles("tests/", "/deno.json").map((config) => {
    const folder = config.replace(/\/deno\.json$/, "");
    return {
      name: `types of ${folder}`,
      run: () => checkTypes(`--config=${config}`, folder),
    };
  });
  return [
    { name: "types", run: () => checkTypes(".") },
    ...types,
    ...[...checks, ...suites].toSorted((a, b) => urgency(a) - urgency(b)),
    { name: "examples", run: () => runTests(["--doc", ...documented]) },
  ];
}

async function checkTypes(...args: string[]): Promise<TestRun> {
  const start = performance.now();
  const { code, output } = await runDeno(["check", ...args]);
  const seconds = (performance.now() - start) / 1000;
  const outcome = code === 0 ? "passed" : "failed";
  const message = code === 0 ? "" : output;
  const test = {
    name: "deno check",
    file: ".",
    seconds,
    outcome,
    message,
  } as const;
  return { code, output, tests: [test] };
}

/** Tests with dependencies of their own have a configuration in their folder. */
function configOf(file: string): string[] {
  const config = file.replace(/[^/]+$/, "deno.json");
  return exists(config) ? [`--config=${config}`] : [];
}

function urgency({ name }: Part): number {
  const index = START_FIRST.findIndex((text) => name.includes(text));
  return index < 0 ? START_FIRST.length : index;
}

/** Runs a part, and prints a line about it; its output only if it failed. */
async function run(part: Part): Promise<Outcome> {
  const start = performance.now();
  const { code, output, tests } = await part.run();
  const { passed, failed } = countTests(code, tests);
  const seconds = Math.round((performance.now() - start) / 1000);
  if (failed > 0) console.log(output);
  console.log(
    `${failed > 0 ? "FAILED" : "ok    "}  ${part.name}: ` +
      `${passed} passed, ${failed} failed (${seconds} s)`,
  );
  return { name: part.name, passed, failed, tests };
}

/** A run that died, or failed outside its tests, counts as one failure. */
function countTests(code: number, tests: readonly TestResult[]) {
  const count = (outcome: TestResult["outcome"]) =>
    tests.filter((test) => test.outcome === outcome).length;
  const failed = count("failed");
  const isBroken = code !== 0 && failed === 0;
  return { passed: count("passed"), failed: isBroken ? 1 : failed };
}

function report(outcomes: readonly Outcome[]): void {
  const tests = outcomes.flatMap(({ name: part, tests }) =>
    tests.map((test) => ({ ...test, part }))
  );
  const skipped = tests.filter(({ outcome }) => outcome === "skipped");
  if (skipped.length > 0) console.log("\nSkipped:");
  for (const { name, part } of skipped) console.log(`  ${name} (${part})`);
  const slowest = tests.toSorted((a, b) => b.seconds - a.seconds);
  console.log(`\nThe ${SLOWEST} slowest tests:`);
  for (const { name, part, seconds } of slowest.slice(0, SLOWEST)) {
    console.log(`${seconds.toFixed(1).padStart(6)} s  ${name} (${part})`);
  }
}

async function main(wanted: readonly string[]): Promise<void> {
  const parts = listParts().filter(({ name }) =>
    wanted.length === 0 || wanted.some((text) => name.includes(text))
  );
  const outcomes: Outcome[] = [];
  const waiting = parts.values();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const part of waiting) outcomes.push(await run(part));
  }));
  report(outcomes);
  const sum = (key: "passed" | "failed") =>
    outcomes.reduce((total, outcome) => total + outcome[key], 0);
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
  if (sum("failed") > 0 || sum("passed") === 0) Deno.exitCode = 1;
}

if (import.meta.main) await main(Deno.args);
