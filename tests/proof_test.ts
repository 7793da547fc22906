/**
 * `docs/proof.md` shows what was counted and measured, and nothing else.
 *
 * @module
 */

import { assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import { readText } from "./deno_command.ts";
import { makeProof } from "./proof.ts";

Deno.test("docs/proof.md is up to date: deno run -A tests/proof.ts writes it", () => {
  assertEquals(readText("docs/proof.md"), makeProof());
});

Deno.test("without measurements every row says so", () => {
  const page = makeProof(() => undefined);
  assertEquals(page.match(/not yet measured/g)?.length, 3 * 8);
  assertNotMatch(page, / %|NaN|undefined/);
});

Deno.test("measurements are shown as they are", () => {
  const files: Record<string, string> = {
    "tests/mutate/results/02_http.json": JSON.stringify({
      stage: "02_http",
      date: "2026-01-02",
      commit: "0123456789",
      mutants: 1100,
      killed: 949,
      late: 7,
      explained: 100,
      unexplained: 51,
    }),
    "tests/messages/03_static/verdicts.txt":
      "a: led — x\nb: led — y\nc: vague — z\n",
    "tests/repeat_results.json": JSON.stringify({
      date: "2026-01-02",
      commit: "0123456",
      suites: [{ stage: "01_tcp", runs: 100, tests: 4000, flaky: { a: 2 } }],
    }),
  };
  const page = makeProof((path) => files[path]).replace(/ +/g, " ");
  const rows = [
    "| 02_http | 1100 | 949 | 100 | 51 | 94.9 % | 2026-01-02, 0123456 |",
    "| 03_static | 3 | 2 | 1 | 0 |",
    "| 01_tcp | 100 | 4000 | 1 | 2026-01-02, 0123456 |",
  ];
  for (const row of rows) assertEquals(page.split(row).length, 2, row);
  assertMatch(page, /\| 01_tcp \| not yet measured \|/);
});
