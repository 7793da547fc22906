/**
 * What was written for the engine of stage 02 runs on that of stage 06
 * unchanged: the suites of the stages before it pass on it too.
 *
 * @module
 */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { ROOT, solutionsWith, testWith } from "./deno_command.ts";

const ENGINE = "tests/engine/as_02_http.ts";

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

Deno.test("a learner can run the suite of 02_http on an engine of their own", async () => {
  const given = "exercises/06_persistent/as_02_http";
  const read = (path: string) =>
    JSON.parse(Deno.readTextFileSync(new URL(path, ROOT)));
  assertEquals(read(`${given}.json`).imports, {
    ...read("deno.json").imports,
    "../02_http/server.ts": "./as_02_http.ts",
  });
  // Here the reference stands for the learner's engine; not so in a program of
  // its own, which knows no import map.
  const map = solutionsWith({ "exercises/02_http/server.ts": `${given}.ts` });
  const args = ["--filter=/^(?!.*as a program)/", "exercises/02_http"];
  const { code, output } = await testWith(map, args);
  assertStringIncludes(output, "| 0 failed", output);
  assertEquals(code, 0, output);
});

Deno.test("the suite of 03_static passes on the fast way to files", async () => {
  const map = solutionsWith({
    "exercises/03_static/server.ts": "tests/engine/as_03_static.ts",
  });
  const { code, output } = await testWith(map, ["exercises/03_static"]);
  assertStringIncludes(output, "| 0 failed", output);
  assertEquals(code, 0, output);
});
