/**
 * The fast bridge does everything that the bridge of stage 05 does.
 *
 * @module
 */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { solutionsWith, testWith } from "../deno_command.ts";

Deno.test("the suite of 05_framework passes on the fast bridge", async () => {
  const map = solutionsWith({
    "exercises/05_framework/server.ts": "tests/engine/as_05_framework.ts",
  });
  const { code, output } = await testWith(map, ["exercises/05_framework"]);
  assertStringIncludes(output, "| 0 failed", output);
  assertEquals(code, 0, output);
});
