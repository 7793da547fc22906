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
import { SUBMISSIONS } from "./grade_class.ts";
import { problemsIn } from "./json_schema.ts";
import { TinyCourse } from "./tiny_course.ts";
import { SERVER, SOLUTION } from "./tiny_stages.ts";

const LIMITS = ["--seconds", "12", "--memory", "400"];

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
