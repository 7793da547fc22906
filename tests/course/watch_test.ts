/**
 * `deno task course watch` without a terminal, on a made-up course.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { pause } from "../../kit/mod.ts";
import { TinyCourse } from "./tiny_course.ts";
import { SERVER, SOLUTION } from "./tiny_stages.ts";
import { Watcher } from "./watcher.ts";

const WRONG = SOLUTION.replace('"one"', '"two"');

Deno.test("watch runs the tests of the first unfinished task after every save", async () => {
  await using course = await TinyCourse.create();
  await using watcher = Watcher.start(course);
  const first = await watcher.next("verdict");
  assertEquals([first.stage, first.task, first.passed], ["01_one", 1, false]);
  await course.write(SERVER, SOLUTION);
  assertEquals((await watcher.next("verdict")).passed, true);
  await course.write(SERVER, WRONG);
  const last = await watcher.next("verdict");
  assertStringIncludes(last.failure!.message, "it says two");
});

Deno.test("watch begins where the first task does not pass", async () => {
  await using course = await TinyCourse.create();
  await course.write(SERVER, SOLUTION.replace("return 1;", "return 2;"));
  await using watcher = Watcher.start(course);
  assertEquals((await watcher.next("verdict")).task, 2);
});

Deno.test("watch continues at the position that was saved", async () => {
  await using course = await TinyCourse.create();
  await course.run("go", "02.2");
  await using watcher = Watcher.start(course);
  const { stage, task } = await watcher.next("verdict");
  assertEquals([stage, task], ["02_two", 2]);
});

Deno.test("watch STAGE.TASK begins there", async () => {
  await using course = await TinyCourse.create();
  await using watcher = Watcher.start(course, "01.3");
  assertEquals((await watcher.next("verdict")).task, 3);
});

Deno.test("saving twice runs the newest text once", async () => {
  await using course = await TinyCourse.create();
  await using watcher = Watcher.start(course);
  await watcher.next("verdict");
  await course.write(SERVER, `${WRONG}\nfor (;;);\n`);
  // The run of this text has begun when the save is noticed.
  await pause(100);
  await course.write(SERVER, WRONG);
  await course.write(SERVER, SOLUTION);
  assertEquals((await watcher.next("verdict")).passed, true);
  await watcher.next("types");
  assertEquals(watcher.pending("verdict"), 0);
  if (Deno.build.os === "linux") await untilNoTestRuns(course);
});

/** Fails if a run goes on that a newer one should have ended. */
async function untilNoTestRuns(course: TinyCourse): Promise<void> {
  const giveUp = Date.now() + 3000;
  while (course.processes().some((line) => line.includes(" test "))) {
    assert(Date.now() < giveUp, course.processes().join("\n"));
    await pause(20);
  }
}

Deno.test({
  name: "a save that changes nothing runs nothing",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using course = await TinyCourse.create();
    await using watcher = Watcher.start(course);
    await watcher.next("types");
    await untilNoTestRuns(course);
    await course.write(SERVER, await course.read(SERVER));
    for (let look = 0; look < 20; look++) {
      const runs = course.processes().filter((line) => line.includes(" test "));
      assertEquals(runs, []);
      await pause(20);
    }
  },
});

Deno.test("a renamed file is missing, and watch goes on when it is back", async () => {
  await using course = await TinyCourse.create();
  await using watcher = Watcher.start(course);
  await watcher.next("verdict");
  const path = `${course.root}/${SERVER}`;
  await Deno.rename(path, `${path}.txt`);
  assertEquals((await watcher.next("missing")).missing, [SERVER]);
  await Deno.rename(`${path}.txt`, path);
  assertEquals((await watcher.next("verdict")).missing, []);
});

Deno.test("type errors arrive after the verdict, and do not change it", async () => {
  await using course = await TinyCourse.create();
  await course.write(SERVER, `${SOLUTION}const wrong: string = 1;\n`);
  await using watcher = Watcher.start(course, "01.1");
  assertEquals((await watcher.next("verdict")).passed, true);
  const { passed, typeProblems } = await watcher.next("types");
  assertEquals(passed, true);
  assertEquals(typeProblems!.map(({ line }) => line), [13]);
});

Deno.test("type errors of an earlier text do not stand next to a new verdict", async () => {
  await using course = await TinyCourse.create();
  await course.write(SERVER, `${SOLUTION}const wrong: string = 1;\n`);
  await using watcher = Watcher.start(course, "01.1");
  assertEquals((await watcher.next("types")).typeProblems!.length, 1);
  await course.write(SERVER, SOLUTION);
  const { typeProblems = [] } = await watcher.next("verdict");
  assertEquals(typeProblems, []);
});

Deno.test("the first failure ends the run: the other tests would only delay it", async () => {
  const fails = `Deno.test("fails", () => { throw new Error("no"); });\n`;
  const hangs = `Deno.test("hangs", () => new Promise((resolve) =>
    setTimeout(resolve, 60_000)));\n`;
  const path = "exercises/01_one/tests/01_word_test.ts";
  await using course = await TinyCourse.create({ [path]: fails + hangs });
  await using watcher = Watcher.start(course, "01.1");
  const { tests } = await watcher.next("verdict");
  const states = tests!.map(({ status }) => status);
  assertEquals(states, ["failed", "cancelled"]);
});

Deno.test("an endless loop ends at the timeout of the test, which says so", async () => {
  const loop =
    `Deno.test({ name: "loops", timeout: 1000, fn() { for (;;); } });`;
  const path = "exercises/01_one/tests/01_word_test.ts";
  await using course = await TinyCourse.create({ [path]: loop });
  await using watcher = Watcher.start(course);
  assertEquals(
    (await watcher.next("verdict")).failure!.message,
    "The test did not end within 1 s: a loop never ends",
  );
});

Deno.test("the output of the learner's code is shown", async () => {
  await using course = await TinyCourse.create();
  const print = 'console.log("\\x1b[2Jseen\\nhere");\n';
  await course.write(SERVER, WRONG.replace("return", `${print}return`));
  await using program = course.start("watch", "01.1");
  await program.line(/^printed:\n\ufffd?seen\nhere$/m, "output");
  assertEquals(program.stdout.includes("\x1b"), false);
});

Deno.test("an edit that breaks an earlier task is reported", async () => {
  await using course = await TinyCourse.create();
  await course.write(SERVER, SOLUTION.replace("return 1;", "return 2;"));
  await using watcher = Watcher.start(course);
  await watcher.next("verdict");
  await course.write(SERVER, WRONG);
  assertEquals((await watcher.next("verdict")).passed, true);
  assertEquals((await watcher.next("broken")).broken, [1]);
});

Deno.test("watch --poll needs no events", async () => {
  await using course = await TinyCourse.create();
  await using watcher = Watcher.start(course, "--poll");
  await watcher.next("verdict");
  await course.write(SERVER, SOLUTION);
  assertEquals((await watcher.next("verdict")).passed, true);
});

Deno.test("two stages in two terminals do not disturb each other", async () => {
  await using course = await TinyCourse.create();
  await using one = Watcher.start(course, "01.1");
  await using two = Watcher.start(course, "02.2");
  await one.next("verdict");
  await two.next("verdict");
  await course.write("exercises/02_two/server.ts", SOLUTION);
  assertEquals((await two.next("verdict")).passed, true);
  assertEquals(one.pending("verdict"), 0);
});

Deno.test("--edit-cmd opens the file of the task at its TODO", async () => {
  await using course = await TinyCourse.create({
    "editor.ts": `Deno.writeTextFileSync("opened", Deno.args.join(" "));`,
  });
  const editor = `"${Deno.execPath()}" run -A editor.ts {file}:{line}`;
  await using watcher = Watcher.start(course, "01.2", "--edit-cmd", editor);
  await watcher.next("types");
  assertEquals(await course.read("opened"), `${course.root}/${SERVER}:8`);
});

Deno.test("--edit-cmd with a program that is missing is one line", async () => {
  await using course = await TinyCourse.create();
  const { code, stderr } = await course.run("--edit-cmd", "no-such-editor");
  assertStringIncludes(stderr, 'No program "no-such-editor" for --edit-cmd');
  assertEquals(stderr.trim().split("\n").length, 1);
  assertEquals(code, 2);
});

Deno.test({
  name: "a signal ends watch and everything that it has started",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using course = await TinyCourse.create();
    const loop = "for (;;);\n";
    await course.write(SERVER, SOLUTION + loop);
    await using program = course.start("watch", "01.1");
    while (!course.processes().some((line) => line.includes("test -A"))) {
      await pause(20);
    }
    Deno.kill(program.pid, "SIGTERM");
    assertEquals((await program.ending()).code, 130);
    assertEquals(course.processes(), []);
  },
});

Deno.test("without a terminal watch prints plain lines", async () => {
  await using course = await TinyCourse.create();
  await course.write(SERVER, WRONG);
  await using program = course.start("watch", "01.1");
  await program.line(/^01\.1 {2}FAILED after [\d.]+ s$/m, "verdict");
  await program.line(/^it says two$/m, "headline");
  await program.line(/^exercises\/\S+:7:17: error: it says two$/m, "place");
  await course.write(SERVER, SOLUTION);
  await program.line(/^01\.1 {2}passed in [\d.]+ s$/m, "verdict");
  assertEquals(program.stdout.includes("\x1b"), false);
});
