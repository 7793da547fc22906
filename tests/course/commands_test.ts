/**
 * Every command of `deno task course` except `watch`, on a made-up course.
 *
 * @module
 */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { TinyCourse } from "./tiny_course.ts";
import { SERVER, SOLUTION } from "./tiny_stages.ts";

const STATE = ".course/state.json";

Deno.test("check stops at the first failure, and names its place", async () => {
  await using course = await TinyCourse.create();
  await course.write(SERVER, SOLUTION.replace("return 1;", "return 2;"));
  const { code, stdout } = await course.run("check", "01");
  assertStringIncludes(stdout, "   1  ok      Say a word\n");
  assertStringIncludes(stdout, "   2  FAILED  Say a number\n");
  assertEquals(stdout.includes("Say both"), false, "it did not stop");
  assertStringIncludes(stdout, "\nit says 2\n\n  expected  number\n");
  assertStringIncludes(
    stdout,
    "\nexercises/01_one/tests/02_number_test.ts:7:17: error: it says 2\n",
  );
  assertEquals(code, 1);
});

Deno.test("check STAGE.TASK runs tasks 1 to TASK; check --all runs every task", async () => {
  await using course = await TinyCourse.create();
  await course.write(SERVER, SOLUTION.replace("return 1;", "return 2;"));
  const first = await course.run("check", "1.1");
  assertStringIncludes(first.stdout, "1 task passes");
  assertEquals(first.code, 0);
  const all = await course.run("check", "01_one", "--all");
  assertStringIncludes(all.stdout, "   2  FAILED  Say a number\n");
  assertStringIncludes(all.stdout, "   3  FAILED  Say both\n");
  assertEquals(all.code, 1);
});

Deno.test("check shows type errors next to the verdict, which they do not change", async () => {
  await using course = await TinyCourse.create();
  await course.write(SERVER, `${SOLUTION}const wrong: string = 1;\n`);
  const { code, stdout } = await course.run("check", "01");
  assertStringIncludes(stdout, "3 tasks pass");
  assertStringIncludes(stdout, `1 type error:\n  ${SERVER}:13:7: TS2322: `);
  assertEquals(code, 0);
});

Deno.test("check shows a syntax error once", async () => {
  await using course = await TinyCourse.create();
  await course.write(SERVER, `${SOLUTION}}`);
  const { code, stdout } = await course.run("check", "01");
  assertEquals(stdout.match(/^SyntaxError: Expression expected$/gm)?.length, 1);
  assertStringIncludes(stdout, `    at ${SERVER}:13:1\n`);
  assertEquals(code, 1);
});

Deno.test("check says that Deno.exit was called", async () => {
  await using course = await TinyCourse.create();
  await course.write(SERVER, `${SOLUTION}Deno.exit(3);\n`);
  const { stdout } = await course.run("check", "01");
  assertStringIncludes(stdout, "Deno.exit(3) was called");
});

Deno.test("check --json has the tests, the failure and the type errors", async () => {
  await using course = await TinyCourse.create();
  await course.write(SERVER, SOLUTION.replace("return 1;", 'return "2";'));
  const { stdout } = await course.run("check", "01", "--json");
  const result = JSON.parse(stdout);
  assertEquals(result.stage, "01_one");
  assertEquals(result.passed, [1]);
  assertEquals(result.failure.task, 2);
  assertStringIncludes(result.failure.message, "it says 2");
  assertEquals(result.typeProblems[0].line, 7);
  const statuses = result.tests.map(({ status }: { status: string }) => status);
  assertEquals(statuses, ["passed", "failed"]);
});

Deno.test("list marks the tasks that pass, without a word from the state file", async () => {
  await using course = await TinyCourse.create();
  await course.write(SERVER, SOLUTION.replace("one", "two"));
  const { code, stdout } = await course.run("list");
  assertStringIncludes(stdout, "01_one             0/3  - - -\n");
  assertEquals(code, 0);
  await course.write(SERVER, SOLUTION);
  const later = await course.run("list");
  assertStringIncludes(later.stdout, "01_one             3/3  # # #\n");
  assertStringIncludes(later.stdout, "02_two             0/3  - - -\n");
});

Deno.test("list finds a task that passes after one that was skipped", async () => {
  await using course = await TinyCourse.create();
  await course.write(
    SERVER,
    SOLUTION.replace("return 1;", "return 2;")
      .replace("word() + number()", '"one1"'),
  );
  await course.run("check", "01", "--all");
  const { stdout } = await course.run("list");
  assertStringIncludes(stdout, "01_one             2/3  # - #\n");
});

/** State files that claim something wrong: the tests decide. */
const FORGED: readonly (readonly [name: string, text: string])[] = [
  ["missing", ""],
  ["no JSON", "{"],
  ["another type", "[]"],
  ["a wrong result", '{"stages":{"01_one":{"passed":[1,2,3],"proof":"x"}}}'],
  ["no numbers", '{"position":7,"stages":{"01_one":{"passed":["a",9]}}}'],
];

for (const [name, text] of FORGED) {
  Deno.test(`the state file is verified: ${name}`, async () => {
    await using course = await TinyCourse.create();
    await course.write(SERVER, SOLUTION.replace("return 1;", "return 2;"));
    if (text !== "") await course.write(STATE, text);
    const { stdout } = await course.run("list");
    assertStringIncludes(stdout, "01_one             1/3  # - -\n");
  });
}

Deno.test("a result that was raised by hand in the state file does not count", async () => {
  await using course = await TinyCourse.create();
  await course.write(SERVER, SOLUTION.replace("return 1;", "return 2;"));
  await course.run("list");
  const state = JSON.parse(await course.read(STATE));
  state.stages["01_one"].passed = [1, 2, 3];
  await course.write(STATE, JSON.stringify(state));
  const { stdout } = await course.run("list");
  assertStringIncludes(stdout, "01_one             1/3  # - -\n");
});

Deno.test("list does not run the tests again while nothing has changed", async () => {
  const counted = `${SOLUTION}
Deno.writeTextFileSync(
  new URL("../../runs", import.meta.url), "x", { append: true });
`;
  await using course = await TinyCourse.create({ [SERVER]: counted });
  await course.run("list");
  const runs = await course.read("runs");
  await course.run("list");
  assertEquals(await course.read("runs"), runs);
});

Deno.test("next, prev and go move the position, and task follows", async () => {
  await using course = await TinyCourse.create();
  const steps: [string[], string][] = [
    [["task"], "01.1 "],
    [["next"], "01.2 "],
    [["next"], "01.3 "],
    [["next"], "02.1 "],
    [["prev"], "01.3 "],
    [["go", "2.2"], "02.2 "],
    [["task"], "02.2 "],
    [["task", "01"], "01.1 "],
    [["go", "01"], "01.1 "],
  ];
  for (const [args, start] of steps) {
    const { code, stdout } = await course.run(...args);
    assertEquals(stdout.slice(0, start.length), start, args.join(" "));
    assertEquals(code, 0);
  }
  const { code, stderr } = await course.run("prev");
  assertEquals(stderr, "This is the first task of the course\n");
  assertEquals(code, 1);
});

Deno.test("task prints the text of the README, and hint one hint", async () => {
  await using course = await TinyCourse.create();
  const task = await course.run("task", "01.2");
  assertStringIncludes(task.stdout, "Return the number one from `number`.");
  const hint = await course.run("hint", "01.2", "--level", "3");
  assertEquals(hint.stdout, "01.2  hint 3 of 3\n\nHint 3 of task 2\n");
  const json = await course.run("hint", "01.2", "--json");
  assertEquals(JSON.parse(json.stdout).text, "Hint 1 of task 2");
});

Deno.test("run starts the learner's server, and Ctrl-C ends it", async () => {
  await using course = await TinyCourse.create();
  await using program = course.start("run", "01");
  await program.line(/^http:.*$/m, "URL");
  // A terminal would interrupt both; this interrupts the command alone.
  Deno.kill(program.pid, "SIGTERM");
  await program.ending();
});

const MISTAKES: readonly (readonly [args: string[], message: string])[] = [
  [["lits"], 'Unknown command "lits": did you mean list?'],
  [["LIST"], 'Unknown command "LIST": did you mean list?'],
  [["check", "9"], 'No stage "9": expected 01 to 02'],
  [["check", "01_onne"], 'No stage "01_onne": did you mean 01_one?'],
  [["check", "01.4"], 'No task "4" in 01_one: expected 1 to 3'],
  [["check", "--al"], 'Unknown flag "--al": did you mean --all?'],
  [["check", "01", "02"], 'Unexpected "02"'],
  [["hint", "--level", "4"], "No hint 4: this task has hints 1 to 3"],
  [["go"], "Expected a stage or a task, such as 02 or 02.7"],
  [["run"], "Expected a stage, such as 02"],
];

Deno.test("a mistake on the command line is one line, and exit code 2", async () => {
  await using course = await TinyCourse.create();
  for (const [args, message] of MISTAKES) {
    const { code, stdout, stderr } = await course.run(...args);
    assertEquals(stderr, `${message}\n`);
    assertEquals({ code, stdout }, { code: 2, stdout: "" });
  }
});

Deno.test("--help explains the course, and every command", async () => {
  await using course = await TinyCourse.create();
  const { stdout } = await course.run("--help");
  const commands = stdout.matchAll(/^ {2}deno task course (?:\[?)([a-z]+)/gm);
  const names = [...commands].map(([, name]) => name);
  for (const name of names) {
    const help = await course.run(name, "--help");
    assertStringIncludes(help.stdout, `deno task course `, name);
    assertEquals(help.code, 0, name);
  }
});
