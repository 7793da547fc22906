/**
 * Both engines of stage 06 can replace the server of stage 02: the suites of
 * stages 02 to 05 pass on each of them, unchanged. The suite of 06 runs on the
 * fast engine here; the plain engine is its solution.
 *
 * @module
 */

import { assertEquals, assertMatch } from "@std/assert";
import { readText, solutionsWith } from "./deno_command.ts";
import { ENGINES } from "./engines.ts";
import { ReadAhead } from "./read_ahead.ts";
import { runAsOne, suiteOf, type TestRun } from "./test_run.ts";

/** Stages that run on any engine that has the exports of stage 02. */
const STAGES_ON_02 = ["03_static", "04_cgi", "05_framework"];

/** The file that lets learners run the suite of stage 02 on their own engine. */
const GIVEN = "exercises/06_persistent/as_02_http";

/** All tests but "as a program …"; Deno's patterns cannot say "not". */
const NO_PROGRAM = "/ · (?:[^a]|a[^s]|as[^ ])/";

/** A suite that must pass, with other modules in the place of the solutions. */
interface Run {
  readonly name: string;
  /** What replaces what, relative to the root. */
  readonly changes: Readonly<Record<string, string>>;
  readonly stage: string;
  readonly flags?: readonly string[];
}

const RUNS: readonly Run[] = [
  ...ENGINES.flatMap(({ name, asStage02 }) =>
    // The plain engine runs that of 02 as a learner's, below.
    (name === "plain" ? STAGES_ON_02 : ["02_http", ...STAGES_ON_02])
      .map((stage): Run => ({
        name: `the suite of ${stage} passes on the ${name} engine`,
        changes: {
          "solutions/02_http.ts": asStage02,
          "exercises/02_http/server.ts": asStage02,
        },
        stage,
      }))
  ),
  {
    name: "the suite of 06_persistent passes on the fast engine",
    changes: {
      "exercises/06_persistent/server.ts":
        "tests/engines/fast_as_06_persistent.ts",
    },
    stage: "06_persistent",
  },
  {
    name: "the suite of 05_framework passes on the fast bridge",
    changes: {
      "exercises/05_framework/server.ts":
        "tests/engines/fast_as_05_framework.ts",
    },
    stage: "05_framework",
  },
  {
    name: "the suite of 03_static passes on the fast file server",
    changes: {
      "exercises/03_static/server.ts": "tests/engines/fast_as_03_static.ts",
    },
    stage: "03_static",
  },
  {
    // The reference stands for the learner's engine here; but not in a program
    // of its own, which knows no import map.
    name: "the suite of 02_http passes on the plain engine, as a learner's",
    changes: { "exercises/02_http/server.ts": `${GIVEN}.ts` },
    stage: "02_http",
    flags: [`--filter=${NO_PROGRAM}`],
  },
];

function run({ changes, stage, flags }: Run): Promise<TestRun> {
  const importMap = solutionsWith(changes);
  return runAsOne(suiteOf(stage), { importMap, flags });
}

const results = new ReadAhead<TestRun>(
  RUNS.map((suite) => () => run(suite)),
  { atOnce: 3 },
);

Deno.test.afterAll(() => results.close());

for (const [index, suite] of RUNS.entries()) {
  Deno.test(suite.name, async () => {
    let { code, output } = await results.get(index);
    // Three at once can be too much for a deadline: try this one alone.
    if (code !== 0) ({ code, output } = await run(suite));
    assertMatch(output, /^ok \| [1-9]\d* passed .*\| 0 failed/m, output);
    assertEquals(code, 0, output);
  });
}

Deno.test("the import map given to learners adds one line to that of deno.json", () => {
  assertEquals(JSON.parse(readText(`${GIVEN}.json`)).imports, {
    ...JSON.parse(readText("deno.json")).imports,
    "../02_http/server.ts": "./as_02_http.ts",
  });
});
