/**
 * Every stub fails its suite by assertion, within two seconds per test: a suite
 * that a stub crashes teaches nothing. A task that was not begun takes one line.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { STAGES } from "../course/stages.ts";
import { runDeno } from "./deno_command.ts";

/** How long a test may take to fail, in milliseconds. */
const AT_MOST_MS = 2000;

/** The result of one test, as Deno prints it. */
const RESULT = /^(.+?) \.\.\. (ok|FAILED|ignored) \((\d+)(ms|s|µs)\)$/gm;

/** The first line of an error, apart from that of the whole run. */
const ERROR = /^error: (?!Test failed)(.+)$/gm;

for (const { id } of STAGES) {
  Deno.test(`the stub of ${id} fails every test, by assertion`, async () => {
    const { output } = await runDeno([
      "test",
      "-A",
      "--no-check",
      `exercises/${id}`,
    ]);
    const results = [...output.matchAll(RESULT)]
      .filter(([, , result]) => result !== "ignored");
    assert(results.length >= 12, output);
    for (const [line, , result, time, unit] of results) {
      assertEquals(result, "FAILED", `the stub passes: ${line}`);
      const ms = unit === "s" ? Number(time) * 1000 : Number(time);
      assert(unit === "µs" || ms <= AT_MOST_MS, `too slow: ${line}`);
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
    const { output } = await runDeno(["test", `exercises/${id}`]);
    const sentences = output.match(/^error: NotCapable: .*$/gm) ?? [];
    assertEquals(sentences.length, 1, output);
    assertStringIncludes(sentences[0]!, `deno test -A exercises/${id}`);
    assertEquals(output.match(ERROR)?.length, 1, output);
  });
}
