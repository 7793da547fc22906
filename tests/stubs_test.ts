/**
 * Every stub fails its suite by assertion, and no test takes longer than two
 * seconds to say so. A suite that a stub crashes teaches nothing.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { STAGES } from "../course/stages.ts";
import { runDeno } from "./deno_command.ts";

/** How long a test may take to fail, in milliseconds. */
const AT_MOST_MS = 2000;

for (const { id } of STAGES) {
  Deno.test(`the stub of ${id} fails every test, by assertion`, async () => {
    const { output } = await runDeno(["test", "-A", `exercises/${id}`]);
    const results = [
      ...output.matchAll(
        /^(.+?) \.\.\. (ok|FAILED|ignored) \((\d+)(ms|s|µs)\)$/gm,
      ),
    ].filter(([, , result]) => result !== "ignored");
    assert(results.length >= 12, output);
    for (const [line, , result, time, unit] of results) {
      assertEquals(result, "FAILED", `the stub passes: ${line}`);
      const ms = unit === "s" ? Number(time) * 1000 : Number(time);
      assert(unit === "µs" || ms <= AT_MOST_MS, `too slow: ${line}`);
    }
    const errors = [...output.matchAll(/^error: (?!Test failed)(.+)$/gm)];
    assertEquals(errors.length, results.length, output);
    for (const [, error] of errors) {
      assert(error.startsWith("AssertionError: "), `no assertion: ${error}`);
    }
  });
}

for (const { id } of STAGES) {
  Deno.test(`${id} without a flag says in one sentence what to type`, async () => {
    const { output } = await runDeno(["test", `exercises/${id}`]);
    const sentences = output.match(/^error: NotCapable: .*$/gm) ?? [];
    assertEquals(sentences.length, 1, output);
    assert(sentences[0]!.includes(`deno test -A exercises/${id}`), output);
    // One for the sentence, and no other error beside it.
    assertEquals(output.match(/^error: (?!Test failed)/gm)?.length, 1, output);
  });
}
