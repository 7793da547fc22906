/**
 * Every stub fails its suite by assertion, within two seconds per test: a suite
 * that a stub crashes teaches nothing. A task that was not begun takes one line.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { STAGES, testFiles } from "../course/stages.ts";
import { runDeno } from "./deno_command.ts";
import { runAsOne, suiteOf } from "./test_run.ts";

/** How long a test may take to fail, in seconds. */
const AT_MOST_SECONDS = 2;

/** The first line of an error, apart from that of the whole run. */
const ERROR = /^error: (?!Test failed)(.+)$/gm;

for (const { id } of STAGES) {
  Deno.test(`the stub of ${id} fails every test, by assertion`, async () => {
    const { output, tests } = await runAsOne(suiteOf(id));
    const results = tests.filter(({ outcome }) => outcome !== "skipped");
    assert(results.length >= 12, output);
    for (const { name, outcome, seconds } of results) {
      assertEquals(outcome, "failed", `the stub passes: ${name}`);
      assert(seconds <= AT_MOST_SECONDS, `too slow: ${name}, ${seconds} s`);
    }
    const errors = [...output.matchAll(ERROR)].map(([, error]) => error);
    assertEquals(errors.length, results.length, output);
    const expected = /^AssertionError: Task \d+ is not done yet$/;
    for (const error of errors) assert(expected.test(error), error);
  });

  Deno.test({
    name: `the first failure of ${id} is one line, at the learner's TODO`,
    async fn() {
      const args = [
        "test",
        "-A",
        "--no-check",
        "--fail-fast",
        `exercises/${id}`,
      ];
      const { output } = await runDeno(args);
      const start = output.indexOf("error: AssertionError");
      const end = output.indexOf("\n\n", start);
      const [headline, frame, ...others] = output.slice(start, end).split("\n");
      assertEquals(headline, "error: AssertionError: Task 1 is not done yet");
      assertStringIncludes(frame, `    at exercises/${id}/`);
      assertEquals(others, []);
      assertEquals(output.match(ERROR)?.length, 1, output);
    },
  });

  Deno.test(`${id} without a flag says in one sentence what to type`, async () => {
    // The folder of one stage, which loads every file; one file of the others.
    const path = id === "01_tcp" ? `exercises/${id}` : testFiles(id).get(1)!;
    const { output } = await runDeno(["test", "--no-check", path]);
    const sentences = output.match(/^error: NotCapable: .*$/gm) ?? [];
    assertEquals(sentences.length, 1, output);
    assertStringIncludes(sentences[0]!, `deno test -A exercises/${id}`);
    assertEquals(output.match(ERROR)?.length, 1, output);
  });
}
