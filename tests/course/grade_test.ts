/**
 * `deno task course grade` with a made-up class of thirty, some of whom harm
 * themselves, and none the others.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { FORMATS } from "../../course/grade/formats.ts";
import type {
  GradeResult,
  SubmissionResult,
} from "../../course/grade/result.ts";
import { problemsIn } from "./json_schema.ts";
import { SERVER, SOLUTION, TinyCourse } from "./tiny_course.ts";

/** A module whose second task does something else. */
function inTask2(code: string): string {
  return SOLUTION.replace("return 1;", code);
}

const PAUSE = "new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5";
const PRINT = `
const line = "x".repeat(1e6);
for (let count = 0; count < 1000; count++) console.log(line);
`;

/** A submission: its files, its points, and what the notes say. */
interface Row {
  readonly files: Readonly<Record<string, string>>;
  readonly points: number;
  readonly note?: string;
  readonly message?: string;
}

function server(text: string, points: number, note?: string): Row {
  return { files: { [SERVER]: text }, points, note };
}

const CLASS: Readonly<Record<string, Row>> = {
  correct: server(SOLUTION, 3),
  empty: { files: { "notes.txt": "" }, points: 0, note: "not submitted" },
  empty_file: server("", 0),
  first_task_only: server(inTask2("return 2;"), 1),
  type_error: server(`${SOLUTION}const wrong: string = 1;\n`, 3),
  syntax_error: server(`${SOLUTION}}`, 0, "SyntaxError"),
  endless_in_a_task: server(inTask2("for (;;);"), 1),
  endless_outside: server(`${SOLUTION}for (;;);`, 0, "took more than"),
  never_settles: server(
    `${SOLUTION}await new Promise((done) => setTimeout(done, 1e8));`,
    0,
    "took more than",
  ),
  exits_in_a_task: server(inTask2("Deno.exit(0);"), 1),
  exits_outside: server(`${SOLUTION}Deno.exit(0);`, 0, "Deno.exit(0)"),
  prints_in_a_task: server(inTask2(`${PRINT}return 1;`), 1, "printed too much"),
  prints_outside: server(SOLUTION + PRINT, 0, "printed too much"),
  exhausts_memory: server(
    inTask2(`
      const all = [];
      for (;;) {
        all.push(new Uint8Array(16e6).fill(1));
        Atomics.wait(${PAUSE});
      }
    `),
    1,
    "used more than 400 MiB of memory",
  ),
  kills_its_parent: server(
    inTask2(`Deno.kill(Deno.ppid, "SIGKILL"); for (;;);`),
    1,
    "its parent process was killed",
  ),
  kills_itself: server(
    inTask2(`Deno.kill(Deno.pid, "SIGKILL"); return 1;`),
    1,
    "was killed",
  ),
  changed_tests: {
    files: {
      [SERVER]: inTask2("return 2;"),
      "exercises/01_one/tests/02_number_test.ts": "",
      "exercises/01_one/tests/01_word_test.ts": "throw new Error();",
    },
    points: 1,
  },
  changed_configuration: {
    files: {
      [SERVER]: inTask2("return 2;"),
      "exercises/01_one/deno.json": "{",
    },
    points: 1,
  },
  imports_reference: server(
    `export * from "../../solutions/01_one.ts";`,
    0,
    "imports solutions/01_one.ts, which is not accepted",
  ),
  imports_reference_later: server(
    inTask2(
      `return import("../../solutions/01_one.ts").then((m) => m.number());`,
    ),
    1,
  ),
  own_module: {
    files: {
      [SERVER]: `export * from "./parts/words.ts";`,
      "exercises/01_one/parts/words.ts": SOLUTION,
    },
    points: 3,
  },
  leaves_a_process: server(
    `${SOLUTION}
    new Deno.Command("sleep", { args: ["3000"], detached: true, stdin: "null",
      stdout: "null", stderr: "null" }).spawn().unref();
    `,
    3,
  ),
  throws: server(inTask2('throw new Error("\\x00 & <b>");'), 1),
  reads_the_environment: server(
    inTask2(`return Deno.env.get("TEACHERS_SECRET") === undefined ? 1 : 2;`),
    3,
  ),
};

const ADA = { files: { [SERVER]: SOLUTION }, points: 3 };
const REST = Object.fromEntries(
  ["ada", "bob", "cyd", "dan", "eve", "fay"].map((name) => [name, ADA]),
);
const SUBMISSIONS: Readonly<Record<string, Row>> = { ...CLASS, ...REST };
const LIMITS = ["--seconds", "6", "--memory", "400"];

Deno.test({
  name: "a class of thirty is graded by one command, and harms no other",
  ignore: Deno.build.os === "windows",
  async fn() {
    assertEquals(Object.keys(SUBMISSIONS).length, 30);
    await using course = await TinyCourse.create();
    for (const [id, { files }] of Object.entries(SUBMISSIONS)) {
      for (const [path, text] of Object.entries(files)) {
        await course.write(`class/${id}/${path}`, text);
      }
    }
    Deno.env.set("TEACHERS_SECRET", "42");
    const args = ["--format", "json", "--output", "result.json", ...LIMITS];
    const paths = Object.keys(SUBMISSIONS).map((id) => `class/${id}`);
    const { code, stderr } = await course.run("grade", ...paths, ...args);
    assertEquals(code, 0, stderr);
    const result: GradeResult = JSON.parse(await course.read("result.json"));
    for (const submission of result.submissions) expectPoints(submission);
    assertEquals(
      result.submissions.map(({ id }) => id),
      Object.keys(SUBMISSIONS),
    );
    assertEquals(course.processes(), [], "a process was left");
    await expectFormats(result);
  },
});

function expectPoints({ id, points, max_points, stages }: SubmissionResult) {
  const { points: expected, note } = SUBMISSIONS[id];
  assertEquals([points, max_points], [expected, 3], JSON.stringify(stages));
  const notes = stages.flatMap(({ notes }) => notes).join("\n");
  if (note !== undefined) assertStringIncludes(notes, note, id);
}

async function expectFormats(result: GradeResult): Promise<void> {
  const url = new URL("../../course/grade/result.schema.json", import.meta.url);
  const schema = JSON.parse(await Deno.readTextFile(url));
  assertEquals(problemsIn(result, schema), []);
  const junit = FORMATS.junit(result);
  assertEquals(junit.match(/<testcase /g)?.length, 90);
  assertStringIncludes(junit, "&amp; &lt;b&gt;");
  // deno-lint-ignore no-control-regex -- XML 1.0 allows none of them
  assertEquals(/[\x00-\x08]/.test(junit), false);
  const table = FORMATS.table(result).split("\n");
  assert(table[1].startsWith("correct"), table[1]);
  assert(table[1].endsWith("3/3     3/3") || table[1].endsWith("3/3    3/3"));
  const ada = result.submissions.filter(({ id }) => id === "ada");
  const one = JSON.parse(FORMATS.gradescope({ version: 1, submissions: ada }));
  assertEquals(one.score, 3);
  assertEquals(one.tests.length, 3);
  assertEquals(one.tests[0].max_score, 1);
}

Deno.test({
  name: "a link in a submission is refused",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using course = await TinyCourse.create();
    await course.write("ada/exercises/01_one/notes.txt", "");
    await Deno.symlink(
      `${course.root}/solutions/01_one.ts`,
      `${course.root}/ada/${SERVER}`,
    );
    const { stdout } = await course.run("grade", "ada", "--stage", "01");
    assertStringIncludes(stdout, "0/3");
    assertStringIncludes(stdout, `ada, 01_one: ${SERVER} is a link`);
  },
});

Deno.test("a test that is skipped is not graded, and never zero", async () => {
  const test = "exercises/01_one/tests/02_number_test.ts";
  await using course = await TinyCourse.create({
    [test]: `Deno.test({ name: "no perl", ignore: true, fn() {} });`,
    [`ada/${SERVER}`]: SOLUTION,
  });
  const { stdout } = await course.run("grade", "ada", "--format", "json");
  const result: GradeResult = JSON.parse(stdout);
  const [{ points, max_points, stages: [{ tasks }] }] = result.submissions;
  assertEquals([points, max_points], [2, 2]);
  assertEquals(tasks[1].status, "not graded");
  assertEquals(tasks[1].skipped, ["no perl"]);
});

Deno.test("a later stage may use the learner's earlier one and its reference", async () => {
  const later = `export * from "../01_one/server.ts";
import "../../solutions/01_one.ts";
`;
  await using course = await TinyCourse.create({
    [`ada/${SERVER}`]: SOLUTION,
    "ada/exercises/02_two/server.ts": later,
    "bob/exercises/02_two/server.ts": later,
    // The teacher's own attempt must not count for anybody.
    [SERVER]: SOLUTION,
  });
  const { stdout } = await course.run("grade", "ada", "bob");
  assertStringIncludes(stdout, "submission  01_one  02_two  total\n");
  assertStringIncludes(stdout, "ada            3/3     3/3    6/6\n");
  assertStringIncludes(stdout, "bob            0/3     0/3    0/6\n");
});

const MISTAKES: readonly (readonly [args: string[], message: string])[] = [
  [[], "Expected the directories of submissions"],
  [["nobody"], 'No directory "nobody"'],
  [["course"], "No submission has a file of any stage"],
  [["course", "--format", "xml"], 'Unknown format "xml": expected table, json'],
  [["course", "kit", "--format", "gradescope"], "name one directory"],
  [["course", "--stage", "9"], 'No stage "9"'],
];

Deno.test("grade tells a mistake on the command line in one line", async () => {
  await using course = await TinyCourse.create();
  for (const [args, message] of MISTAKES) {
    const { code, stderr } = await course.run("grade", ...args);
    assertStringIncludes(stderr, message);
    assertEquals(stderr.trim().split("\n").length, 1);
    assertEquals(code, 2);
  }
});
