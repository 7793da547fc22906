/**
 * `deno task course reset`, `solution` and `doctor`, on a made-up course.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { TinyCourse } from "./tiny_course.ts";
import { SERVER, SOLUTION } from "./tiny_stages.ts";

Deno.test("reset puts the stub back, and keeps a dated copy each time", async () => {
  await using course = await TinyCourse.create();
  const stub = await course.read(SERVER);
  for (const text of ["// mine\n", "// mine again\n"]) {
    await course.write(SERVER, text);
    const { code, stdout } = await course.run("reset", "01", "--yes");
    const backup = /your files are in (\S+)/.exec(stdout)![1];
    assert(/^\.course\/backup\/\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d/.test(backup));
    assertEquals(await course.read(`${backup}/${SERVER}`), text);
    assertEquals(await course.read(SERVER), stub);
    assertEquals(code, 0);
  }
});

Deno.test("reset restores a file that is missing, and leaves other files alone", async () => {
  await using course = await TinyCourse.create();
  const stub = await course.read(SERVER);
  await course.write("exercises/01_one/mine.ts", "// mine\n");
  await course.write("exercises/02_two/server.ts", "// mine\n");
  await Deno.remove(`${course.root}/${SERVER}`);
  await course.run("reset", "01", "--yes");
  assertEquals(await course.read(SERVER), stub);
  assertEquals(await course.read("exercises/01_one/mine.ts"), "// mine\n");
  assertEquals(await course.read("exercises/02_two/server.ts"), "// mine\n");
});

Deno.test("reset forgets which tasks passed, and goes to the first", async () => {
  await using course = await TinyCourse.create();
  await course.write(SERVER, SOLUTION);
  assertStringIncludes((await course.run("list")).stdout, " 3/3 ");
  await course.run("go", "01.3");
  await course.run("reset", "01", "--yes");
  const { position, stages } = JSON.parse(
    await course.read(".course/state.json"),
  );
  assertEquals(position, "01.1");
  assertEquals(stages["01_one"], { passed: [] });
});

Deno.test("reset of another stage keeps the position", async () => {
  await using course = await TinyCourse.create();
  await course.write(SERVER, SOLUTION);
  await course.run("go", "02.2");
  await course.run("reset", "01", "--yes");
  const { stdout } = await course.run("task");
  assertStringIncludes(stdout, "02.2 ");
});

Deno.test("reset without --yes and without a terminal changes nothing", async () => {
  await using course = await TinyCourse.create();
  await course.write(SERVER, "// mine\n");
  const { code, stderr } = await course.run("reset", "01");
  assertStringIncludes(stderr, "Nothing was changed");
  assertEquals(await course.read(SERVER), "// mine\n");
  assertEquals(code, 1);
});

Deno.test("reset of a stage that was not begun says so", async () => {
  await using course = await TinyCourse.create();
  const { code, stdout } = await course.run("reset", "01");
  assertEquals(stdout, "01_one is as it was at the start\n");
  assertEquals(code, 0);
});

Deno.test("solution needs --yes while the task does not pass", async () => {
  await using course = await TinyCourse.create();
  const refused = await course.run("solution", "01");
  assertStringIncludes(refused.stderr, "Task 01.1 does not pass yet");
  assertEquals({ code: refused.code, stdout: refused.stdout }, {
    code: 1,
    stdout: "",
  });
  const shown = await course.run("solution", "01", "--yes");
  assertStringIncludes(
    shown.stdout,
    `--- ${SERVER}\n+++ solutions/01_one.ts\n`,
  );
  assertStringIncludes(shown.stdout, '\n+  return "one";\n');
  assertStringIncludes(shown.stdout, "\n-  // TODO task 1\n");
});

Deno.test("solution asks nothing when the task passes", async () => {
  await using course = await TinyCourse.create();
  await course.write(SERVER, `${SOLUTION}// mine\n`);
  const { code, stdout } = await course.run("solution", "01");
  assertStringIncludes(stdout, "\n-// mine\n");
  assertEquals(code, 0);
});

Deno.test("doctor says what is missing, what that disables, and how to get it", async () => {
  await using course = await TinyCourse.create();
  const { code, stdout } = await course.run("doctor");
  assertStringIncludes(stdout, `ok       Deno ${Deno.version.deno}\n`);
  assertStringIncludes(stdout, "The course works on this machine");
  assertEquals(code, 0);
  const left = [...Deno.readDirSync(course.root)].map(({ name }) => name)
    .filter((name) => name.startsWith(".doctor"));
  assertEquals(left, []);
});

Deno.test("doctor on a machine without programs still works", async () => {
  await using course = await TinyCourse.create();
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", `${course.root}/course/main.ts`, "doctor"],
    env: { PATH: "/nowhere", NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder().decode(stdout);
  assertStringIncludes(text, "missing  git: the test that updates a clone");
  assertStringIncludes(text, "         Debian, Ubuntu: sudo apt install git");
  assertEquals(code, 0);
});
