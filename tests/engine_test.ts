/**
 * What was written for the engine of stage 02 runs on that of stage 06
 * unchanged: the suites of the stages before it pass on it too.
 *
 * @module
 */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { solutionsWith, testWith } from "./deno_command.ts";

const ENGINE = "solutions/06_persistent/as_02_http.ts";

for (const stage of ["02_http", "03_static", "04_cgi", "05_framework"]) {
  Deno.test(`the suite of ${stage} passes on the persistent engine`, async () => {
    const map = solutionsWith({
      "solutions/02_http.ts": ENGINE,
      "exercises/02_http/server.ts": ENGINE,
    });
    const { code, output } = await testWith(map, [`exercises/${stage}`]);
    assertStringIncludes(output, "| 0 failed", output);
    assertEquals(code, 0, output);
  });
}
