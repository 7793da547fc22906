/**
 * Everything that must hold: the types, the checks of the course, every suite
 * against its solution, the examples of the documentation. It is what
 * `deno task test` runs.
 *
 * Each part is a process of its own, and several run at once: most of them wait
 * most of the time. The quick tests of a folder are one part, since starting a
 * process takes longer than they do. With arguments each file is a part, and only
 * those run whose names contain one of them: `deno task test exercises/03`.
 *
 * @module
 */

import { STAGES } from "../course/stages.ts";
import { exists, listFiles, ROOT, runDeno } from "./deno_command.ts";
import type { TestResult } from "./junit.ts";
import { runAsOne, runTests, suiteOf, type TestRun } from "./test_run.ts";

/** How many parts run at the same time: with more, deadlines of tests pass. */
const AT_ONCE = navigator.hardwareConcurrency + 2;

/** How many of the slowest tests are listed. */
const SLOWEST = 10;

/** Files that take long: each is a part. */
const LONG = [
  "tests/wrong_servers_test.ts",
  "tests/states_test.ts",
  "tests/suites_on_engines_test.ts",
  "tests/lab/agreement_test.ts",
  "tests/course/grade_test.ts",
  "tests/course/commands_test.ts",
  "tests/course/watch_test.ts",
  "tests/stubs_test.ts",
  "tests/fuzz_test.ts",
  "tests/engines_agree_test.ts",
  "tests/lab/suites_through_relay_test.ts",
  "tests/unread_bytes_test.ts",
  "tests/one_clock_test.ts",
];

/** The parts in the order in which they start: the longest first. */
const ORDER = [
  "tests/states_test.ts",
  "tests/wrong_servers_test.ts",
  "tests/browser/",
  "tests/suites_on_engines_test.ts",
  "tests/",
  "tests/lab/agreement_test.ts",
  "tests/fuzz_test.ts",
  "tests/engine/",
  "tests/course/",
  ...LONG,
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

function listParts(wanted: readonly string[]): Part[] {
  const suites = STAGES.map(({ id }) => ({
    name: `exercises/${id}`,
    run: () =>
      runAsOne(suiteOf(id), { importMap: "solutions/import_map.json" }),
  }));
  const documented = ["mod.ts", "engine", "solutions", "kit", "course"];
  const isOne = wanted.length > 0;
  const files = listFiles("tests/", "_test.ts");
  const alone = files.filter((file) => isOne || LONG.includes(file));
  const quick = files.filter((file) => !alone.includes(file));
  return [
    { name: "types", run: checkTypes },
    ...[...alone.map(partOf), ...partsOf(quick), ...suites]
      .toSorted((a, b) => urgency(a) - urgency(b)),
    {
      name: "examples",
      run: () => runTests(["--no-check", "--doc", ...documented]),
    },
  ].filter(({ name }) => !isOne || wanted.some((text) => name.includes(text)));
}

/** One test file. */
function partOf(file: string): Part {
  const args = ["--no-check", `--config=${configOf(file)}`, file];
  return { name: file, run: () => runTests(args) };
}

/** The files of each folder. */
function partsOf(files: readonly string[]): Part[] {
  const folders = Map.groupBy(files, (file) => file.replace(/[^/]+$/, ""));
  return [...folders].map(([name, files]) => {
    const urls = files.map((file) => new URL(file, ROOT));
    return { name, run: () => runAsOne(urls, { config: configOf(name) }) };
  });
}

/** The types of everything, the examples of the documentation included. */
async function checkTypes(): Promise<TestRun> {
  const start = performance.now();
  const { code, output } = await runDeno(["check", "--doc", "."]);
  const seconds = (performance.now() - start) / 1000;
  const outcome = code === 0 ? "passed" : "failed";
  const message = code === 0 ? "" : output;
  const test = {
    name: "deno check --doc",
    file: ".",
    seconds,
    outcome,
    message,
  } as const;
  return { code, output, tests: [test] };
}

/** Tests with dependencies of their own have a configuration in their folder. */
function configOf(file: string): string {
  const own = file.replace(/[^/]*$/, "deno.json");
  return exists(own) ? own : "deno.json";
}

function urgency({ name }: Part): number {
  const index = ORDER.indexOf(name);
  return index < 0 ? ORDER.length : index;
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
  const outcomes: Outcome[] = [];
  const waiting = listParts(wanted).values();
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
