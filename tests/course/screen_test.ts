/**
 * `deno task course watch` on a terminal, and its keys.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { pause } from "../../kit/mod.ts";
import { COURSE, DENO, onTerminal } from "./on_terminal.ts";
import { SERVER, SOLUTION } from "./tiny_stages.ts";

onTerminal(
  "the screen has position, task, failure and keys",
  async (terminal) => {
    const screen = await terminal.shows("FAILED after");
    assertStringIncludes(screen, "01_one  task 1 of 3, core");
    assertStringIncludes(screen, "course 0/6");
    assertStringIncludes(
      screen,
      "Say a word. Return the word `one` from `word`.",
    );
    assertStringIncludes(screen, "Error: Task 1 is not done yet");
    assertStringIncludes(screen, "n next  p prev  l list  h hint");
  },
);

onTerminal(
  "a save changes the verdict, and n goes on when told",
  async (terminal, course) => {
    await terminal.shows("FAILED after");
    await course.write(SERVER, SOLUTION);
    await terminal.shows("Task 1 passes. n goes to the next task");
    await terminal.shows("task 1 of 3");
    await terminal.press("n");
    await terminal.shows("task 2 of 3");
    await terminal.shows("You may move on");
    await terminal.press("n");
    await terminal.shows("It is the last task of this stage");
    await terminal.press("n");
    await terminal.shows("02_two  task 1 of 3");
    await terminal.press("p");
    await terminal.shows("01_one  task 3 of 3");
  },
);

onTerminal(
  "h shows one hint after the other, and Esc goes back",
  async (terminal) => {
    await terminal.shows("FAILED after");
    for (const level of [1, 2, 3]) {
      await terminal.press("h");
      await terminal.shows(`Hint ${level} of task 1`);
    }
    await terminal.press("h");
    await terminal.shows("This was the last hint");
    await terminal.press("\x1b");
    await terminal.shows("Task 1 is not done yet");
  },
);

onTerminal("a task can be chosen on the list", async (terminal) => {
  await terminal.press("l");
  await terminal.shows("Enter goes there");
  await terminal.press("\x1b[B");
  await terminal.shows(/^> +2 - Say a number/m);
  await terminal.press("\x1b[6~");
  await terminal.shows("> 02_two");
  await terminal.press("\r");
  await terminal.shows("02_two  task 1 of 3");
});

onTerminal("left and right choose a stage on the list", async (terminal) => {
  await terminal.press("l");
  await terminal.shows("Enter goes there");
  await terminal.press("\x1b[C");
  await terminal.shows("> 02_two");
  await terminal.press("\x1b[D");
  await terminal.shows("> 01_one");
  await terminal.press("\x1b[C\x1b");
  await terminal.shows("FAILED after");
  await terminal.shows("Task 1 is not done yet");
});

onTerminal(
  "the counts include a task as soon as it passes",
  async (terminal, course) => {
    await terminal.shows("FAILED after");
    const hangs = `Deno.test("hangs", () => new Promise((resolve) =>
      setTimeout(resolve, 60_000)));\n`;
    await course.write("exercises/01_one/tests/02_number_test.ts", hangs);
    await course.write(SERVER, SOLUTION);
    await terminal.shows("Task 1 passes");
    await terminal.shows("course 1/6");
  },
);

onTerminal(
  "s asks first while the task does not pass",
  async (terminal, course) => {
    await terminal.shows("FAILED after");
    await terminal.press("s");
    await terminal.shows("Show the reference all the same?");
    await terminal.press("n");
    await terminal.shows("Task 1 is not done yet");
    await terminal.press("sy");
    await terminal.shows('+  return "one";');
    await terminal.press("s");
    await course.write(SERVER, SOLUTION);
    await terminal.shows("Task 1 passes");
    await terminal.press("s");
    await terminal.shows(`--- ${SERVER}`);
  },
);

onTerminal(
  "x puts the stub back after a question",
  async (terminal, course) => {
    const stub = await course.read(SERVER);
    await terminal.shows("FAILED after");
    await course.write(SERVER, SOLUTION);
    await terminal.shows("passes");
    await terminal.press("x");
    await terminal.shows("Put the stub of 01_one back?");
    await terminal.press("y");
    await terminal.shows("Task 1 is not done yet");
    assertEquals(await course.read(SERVER), stub);
  },
);

onTerminal("Enter runs again", async (terminal, course) => {
  const counted = `Deno.writeTextFileSync("runs", "x", { append: true });\n`;
  await terminal.shows("FAILED after");
  await course.write(SERVER, counted + await course.read(SERVER));
  while (await course.read("runs").catch(() => "") !== "x") await pause(20);
  await terminal.press("\r");
  while (await course.read("runs") !== "xx") await pause(20);
});

onTerminal("a new size draws the screen again", async (terminal) => {
  await terminal.shows("FAILED after");
  await terminal.resize(12, 50);
  const screen = await terminal.shows(/more rows: arrow keys/);
  const lines = screen.split("\n");
  assert(lines.length <= 12, screen);
  assert(lines.every((line) => line.length <= 50), screen);
  await terminal.press("\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B\x1b[B");
  await terminal.shows("01_word_test.ts:5:17");
});

onTerminal(
  "without NO_COLOR the failure is red",
  async (terminal) => {
    await terminal.shows("FAILED after");
    assertStringIncludes(terminal.output, "\x1b[31mError: Task 1");
  },
  `unset NO_COLOR; ${COURSE}`,
);

onTerminal("NO_COLOR turns colours off", async (terminal) => {
  await terminal.shows("FAILED after");
  // deno-lint-ignore no-control-regex -- Escape begins the colours
  assertEquals(/\x1b\[[\d;]*m/.test(terminal.output), false);
});

onTerminal(
  "the keys also arrive through deno task",
  async (terminal) => {
    await terminal.shows("FAILED after");
    await terminal.press("n");
    await terminal.shows("task 2 of 3");
    await terminal.press("q");
    assertEquals(await terminal.ended(), { code: 0, isRestored: true });
  },
  `${DENO} task course`,
);

onTerminal(
  "reset asks on a terminal, and no is no",
  async (terminal) => {
    await terminal.shows("[y/N]");
    await terminal.press("n\r");
    assertEquals((await terminal.ended()).code, 1);
    assertStringIncludes(terminal.output, "Nothing was changed");
  },
  `echo >> ${SERVER}; ${COURSE} reset 01`,
);
