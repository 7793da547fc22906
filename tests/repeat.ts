/**
 * Runs every suite against its solution many times, several at once, while other
 * work keeps the processors busy, and prints the tests that fail now and then:
 * `deno task repeat --help`.
 *
 * @module
 */

import { parseArguments, UsageError } from "../course/arguments.ts";
import { EXIT, runMain } from "../course/run_main.ts";
import { type Stage, STAGES } from "../course/stages.ts";
import { keepBusy } from "./busy_processors.ts";
import { ROOT } from "./deno_command.ts";
import { readJunit, type TestResult } from "./junit.ts";
import { stableMessage } from "./stable_message.ts";
import { moduleOf, suiteOf } from "./test_run.ts";

/** How often a suite runs, if the command line does not say. */
const RUNS = 100;

/** How many runs there are at the same time: one more than there are cores. */
const AT_ONCE = navigator.hardwareConcurrency + 1;

/** How long one run may take, in milliseconds. */
const DEADLINE_MS = 300_000;

/** How many different messages of one test are printed. */
const EXAMPLES = 3;

/** The results of one suite so far. */
interface SuiteRecord {
  readonly stage: Stage;
  /** The module that imports the tests. */
  readonly module: string;
  runs: number;
  /** How many tests have passed or failed. */
  tests: number;
  /** The messages of the failures, by the name of the test. */
  readonly failures: Map<string, string[]>;
}

/** The processes that run, by their ids. */
const running = new Set<number>();

/** Ends a run with everything that it has started. */
function kill(pid: number): void {
  try {
    Deno.kill(Deno.build.os === "windows" ? pid : -pid, "SIGKILL");
  } catch {
    // It has just ended.
  }
}

/** Runs a suite once, and adds what has failed. */
async function runOnce(record: SuiteRecord): Promise<void> {
  const report = await Deno.makeTempFile({ suffix: ".xml" });
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["test", "-A", "--no-check", `--junit-path=${report}`],
      "--import-map=solutions/import_map.json",
      record.module,
    ],
    cwd: ROOT,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1" },
    detached: Deno.build.os !== "windows",
  }).spawn();
  running.add(child.pid);
  let isLate = false;
  const deadline = setTimeout(() => {
    isLate = true;
    kill(child.pid);
  }, DEADLINE_MS);
  try {
    const { code, stdout } = await child.output();
    const output = new TextDecoder().decode(stdout);
    const end = isLate
      ? `has not ended within ${DEADLINE_MS} ms`
      : `code ${code}`;
    addResults(
      record,
      await readJunit(report),
      code === 0 ? "" : `${end}\n${output}`,
    );
  } finally {
    clearTimeout(deadline);
    running.delete(child.pid);
    await Deno.remove(report);
  }
}

/** A run without a failed test that did not succeed is a failure of its own. */
function addResults(
  record: SuiteRecord,
  tests: readonly TestResult[],
  trouble: string,
): void {
  const failed = tests.filter(({ outcome }) => outcome === "failed");
  record.runs++;
  record.tests += tests.filter(({ outcome }) => outcome !== "skipped").length;
  const failures = failed.length === 0 && trouble !== ""
    ? [{ name: `${record.stage.id}: the run as a whole`, message: trouble }]
    : failed;
  for (const { name, message } of failures) {
    const messages = record.failures.get(name) ?? [];
    messages.push(message);
    record.failures.set(name, messages);
    console.log(`${record.stage.id}, run ${record.runs}: ${name}`);
  }
}

/** Prints the tests of a suite that have failed. */
function report({ stage, runs, tests, failures }: SuiteRecord): void {
  console.log(
    `${stage.id}: ${runs} runs, ${tests} tests, ${failures.size} flaky`,
  );
  for (const [name, messages] of failures) {
    console.log(`\n${messages.length} of ${runs} runs: ${name}`);
    const different = new Map(
      messages.map((text) => [stableMessage(text), text]),
    );
    for (const text of [...different.values()].slice(0, EXAMPLES)) {
      console.log(text.replace(/^(?=.)/gm, "    "));
    }
  }
}

/** The file with the figures for the documentation. */
const RECORD = new URL("tests/repeat_results.json", ROOT);

/** The figures: of all recorded runs on one commit. */
export interface Repetition {
  readonly date: string;
  readonly commit: string;
  readonly suites: readonly RepeatedSuite[];
}

/** The figures of one suite. */
export interface RepeatedSuite {
  readonly stage: string;
  readonly runs: number;
  /** How many tests have passed or failed, in all runs together. */
  readonly tests: number;
  /** How often each flaky test has failed. */
  readonly flaky: Readonly<Record<string, number>>;
}

/** Writes the figures, added to those of the same commit. */
async function writeRecord(records: readonly SuiteRecord[]): Promise<void> {
  const { stdout } = await new Deno.Command("git", {
    args: ["rev-parse", "--short", "HEAD"],
    cwd: ROOT,
  }).output();
  const commit = new TextDecoder().decode(stdout).trim();
  const old: Repetition = JSON.parse(await Deno.readTextFile(RECORD));
  const before = old.commit === commit ? old.suites : [];
  const all = [...before, ...records.map(figuresOf)];
  const suites = [...Map.groupBy(all, ({ stage }) => stage).values()]
    .map((figures) => figures.reduce(add));
  const date = new Date().toISOString().slice(0, 10);
  const text = JSON.stringify({ date, commit, suites }, null, 2);
  await Deno.writeTextFile(RECORD, `${text}\n`);
}

function figuresOf(record: SuiteRecord): RepeatedSuite {
  const { stage, runs, tests, failures } = record;
  const counts = [...failures].map(([name, { length }]) => [name, length]);
  return { stage: stage.id, runs, tests, flaky: Object.fromEntries(counts) };
}

function add(a: RepeatedSuite, b: RepeatedSuite): RepeatedSuite {
  const names = Object.keys({ ...a.flaky, ...b.flaky });
  const counts = names.map((name) => [
    name,
    (a.flaky[name] ?? 0) + (b.flaky[name] ?? 0),
  ]);
  return {
    stage: a.stage,
    runs: a.runs + b.runs,
    tests: a.tests + b.tests,
    flaky: Object.fromEntries(counts),
  };
}

/** Runs the suites in turn, so that different ones meet. */
async function runAll(records: readonly SuiteRecord[], times: number) {
  using _work = keepBusy();
  const queue = Array.from({ length: times }, () => records).flat().values();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const record of queue) await runOnce(record);
  }));
}

const HELP = `deno task repeat [TIMES] [STAGE…] [--record]

  deno task repeat             every suite, ${RUNS} times
  deno task repeat 20 02 04    two suites, 20 times
  --record                     adds the figures to tests/repeat_results.json`;

/** A command line, as it was read. */
interface Wish {
  readonly stages: readonly Stage[];
  readonly times: number;
  /** Whether the figures are written. */
  readonly record: boolean;
}

/** Reads the command line: "02" is a stage, and "2" a number of runs. */
function readArguments(args: readonly string[]): Wish | undefined {
  const kinds = { record: "switch", help: "switch" } as const;
  const { flags, rest } = parseArguments(args, kinds);
  if (flags.help) return undefined;
  const ids = rest.filter((text) => /^0\d/.test(text));
  const counts = rest.filter((text) => !ids.includes(text));
  for (const [index, text] of counts.entries()) {
    if (index === 0 && /^[1-9]\d*$/.test(text)) continue;
    throw new UsageError(
      `Unexpected "${text}": expected deno task repeat 100 02`,
    );
  }
  const stages = ids.map((id) => {
    const stage = STAGES.find((stage) => stage.id.startsWith(id));
    if (stage) return stage;
    throw new UsageError(`No stage "${id}"`);
  });
  return {
    stages: stages.length > 0 ? stages : STAGES,
    times: Number(counts[0] ?? RUNS),
    record: flags.record ?? false,
  };
}

async function main(args: readonly string[]): Promise<number> {
  const wish = readArguments(args);
  if (wish === undefined) {
    console.log(HELP);
    return EXIT.ok;
  }
  const { stages, times, record } = wish;
  const directory = await Deno.makeTempDir();
  function end(): void {
    for (const pid of running) kill(pid);
    Deno.removeSync(directory, { recursive: true });
    Deno.exit(130);
  }
  Deno.addSignalListener("SIGINT", end);
  const records = await Promise.all(stages.map(async (stage) => {
    const module = `${directory}/${stage.id}_test.ts`;
    await Deno.writeTextFile(module, moduleOf(suiteOf(stage.id)));
    return { stage, module, runs: 0, tests: 0, failures: new Map() };
  }));
  await runAll(records, times);
  await Deno.remove(directory, { recursive: true });
  Deno.removeSignalListener("SIGINT", end);
  records.forEach(report);
  if (record) await writeRecord(records);
  const sum = (of: (record: SuiteRecord) => number) =>
    records.reduce((total, record) => total + of(record), 0);
  const flaky = sum(({ failures }) => failures.size);
  console.log(
    `\n${sum(({ runs }) => runs)} runs of ${records.length} suites, ` +
      `${sum(({ tests }) => tests)} tests: ${flaky} flaky`,
  );
  return flaky > 0 ? EXIT.failed : EXIT.ok;
}

if (import.meta.main) await runMain(() => main(Deno.args));
