/**
 * The run itself: a mutant that a test notices, one that no test notices, one
 * that cannot be loaded, and a test that never ends.
 *
 * @module
 */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { pause, TempDir } from "../../kit/mod.ts";
import { readText } from "../deno_command.ts";
import { findMutants } from "./find_mutants.ts";
import type { Mutant } from "./mutant.ts";
import { type Outcome, runMutants } from "./run_mutants.ts";
import { runTests } from "./test_process.ts";

const FILE = "01_tcp/log.ts";

/** The first mutant of a file, with another replacement. */
function mutantTo(original: string, replacement: string): Mutant {
  const text = readText(`solutions/${FILE}`);
  const start = text.indexOf(original);
  const [any] = findMutants(FILE, text);
  return { ...any, start, end: start + original.length, replacement };
}

Deno.test("a mutant is killed, survives or cannot be loaded", async () => {
  const mutants = [
    mutantTo("Promise.resolve<void>(log(line))", "Promise.resolve()"),
    mutantTo("console.log", "console.info"),
    mutantTo("export function", "throw 1; export function"),
  ];
  const seen: Outcome[] = [];
  const outcomes = await runMutants("01_tcp", [3], mutants, {
    jobs: 2,
    signal: new AbortController().signal,
    onOutcome: (outcome) => seen.push(outcome),
  });
  assertEquals(outcomes.map(({ fate }) => fate), [
    "killed",
    "survived",
    "invalid",
  ]);
  assertEquals(seen.length, 3);
  assertEquals(outcomes.map(({ mutant }) => mutant), mutants);
});

Deno.test("a run that was stopped throws", async () => {
  const options = {
    jobs: 1,
    signal: AbortSignal.abort(),
    onOutcome() {},
  };
  await assertRejects(
    () => runMutants("01_tcp", [1], [], options),
    DOMException,
  );
});

/** Whether a process has not ended; a zombie has. */
function isRunning(pid: string): boolean {
  try {
    return !/^State:\s+Z/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}

const ENDLESS = `
Deno.test("01_tcp task 1 · never ends", () => {
  const args = ["-c", "echo $$ > $TMPDIR/pid; exec sleep 1000"];
  new Deno.Command("sh", { args, detached: true }).spawn();
  for (;;);
});
`;

Deno.test({
  name: "at the deadline, the tests and their programs are killed",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using directory = await TempDir.create({ "a_test.ts": ENDLESS });
    const { path } = directory;
    await Deno.mkdir(`${path}/tmp`);
    const file = directory.resolve("a_test.ts");
    const { ending, elapsedMs } = await runTests({
      args: ["-A", "--no-check", file],
      directory: path,
      deadlineMs: 1500,
      signal: new AbortController().signal,
    });
    assertEquals(ending, "late");
    assert(elapsedMs >= 1500);
    const pid = (await Deno.readTextFile(`${path}/tmp/pid`)).trim();
    while (isRunning(pid)) await pause(5);
  },
});
