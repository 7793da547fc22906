/**
 * What runs the tests, tried on tests that pass, fail and are skipped: nothing
 * is lost, and nothing that a failure message quotes is counted.
 *
 * @module
 */

import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { TempDir } from "../kit/mod.ts";
import { ROOT, runDeno } from "./deno_command.ts";
import { readJunit } from "./junit.ts";
import { ReadAhead } from "./read_ahead.ts";

const TESTS = `
Deno.test("passes", () => {});
Deno.test('is named <"&">', () => {});
Deno.test({ name: "needs perl", ignore: true, fn() {} });
Deno.test("fails", () => {
  throw new Error('ok | 7 passed | 0 failed\\n<testcase name="quoted">');
});
`;

Deno.test("a report has every test, with its outcome", async () => {
  await using directory = await TempDir.create({ "a_test.ts": TESTS });
  const junit = directory.resolve("report.xml");
  await runDeno([
    "test",
    `--junit-path=${junit}`,
    directory.resolve("a_test.ts"),
  ]);
  const tests = await readJunit(junit);
  assertEquals(tests.map(({ name, outcome }) => [name, outcome]), [
    ["passes", "passed"],
    ['is named <"&">', "passed"],
    ["needs perl", "skipped"],
    ["fails", "failed"],
  ]);
  for (const { seconds } of tests) assert(seconds >= 0);
  const messages = tests.map(({ message }) => message.split("\n")[0]);
  const failure = "Error: ok | 7 passed | 0 failed";
  assertEquals(messages, ["", "", "", failure]);
});

Deno.test("a run without a report has no tests", async () => {
  await using directory = await TempDir.create({ "report.xml": "" });
  assertEquals(await readJunit(directory.resolve("report.xml")), []);
});

Deno.test("parts are chosen by name, counted and summed up", async () => {
  const { code, output } = await runDeno([
    "run",
    "-A",
    new URL("tests/run_all.ts", ROOT).href,
    "tests/log_test.ts",
  ]);
  assertEquals(code, 0, output);
  const line = /^ok +tests\/log_test\.ts: (\d+) passed, 0 failed/m;
  const [, passed] = line.exec(output) ?? [];
  assertMatch(output, /\nThe 10 slowest tests:\n( +\d+\.\d s {2}.+\n){7}/);
  assertStringIncludes(output, `\n${passed} passed, 0 failed\n`);
});

/** Jobs that end only when they are told to, by their index. */
function makeJobs(count: number) {
  const started: number[] = [];
  const ends = Array.from(
    { length: count },
    () => Promise.withResolvers<void>(),
  );
  const jobs = ends.map(({ promise }, index) => async () => {
    started.push(index);
    await promise;
    return index;
  });
  return { started, jobs, end: (index: number) => ends[index].resolve() };
}

Deno.test("jobs run ahead, a few at once, once two are asked for in order", async () => {
  const { started, jobs, end } = makeJobs(10);
  const results = new ReadAhead(jobs, { atOnce: 3, ahead: 4 });
  const first = results.get(2);
  assertEquals(started, [2]);
  end(2);
  assertEquals(await first, 2);
  const second = results.get(3);
  assertEquals(started, [2, 3, 4, 5]);
  for (const index of [4, 5]) end(index);
  await Promise.all([results.get(4), results.get(5)]);
  assertEquals(started, [2, 3, 4, 5, 6, 7]);
  for (const index of jobs.keys()) end(index);
  assertEquals(await second, 3);
  await results.close();
});

Deno.test("a job that was asked for out of order runs alone", async () => {
  const { started, jobs, end } = makeJobs(10);
  const results = new ReadAhead(jobs, { atOnce: 3 });
  for (const index of [7, 1, 5]) {
    const result = results.get(index);
    end(index);
    assertEquals(await result, index);
  }
  await results.close();
  assertEquals(started, [7, 1, 5]);
});
