/**
 * The programs that the keys of `deno task course watch` start in the background.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { onTerminal, untilNothingRuns } from "./on_terminal.ts";
import { SERVER, SOLUTION } from "./tiny_stages.ts";

onTerminal(
  "r runs the learner's server in the background",
  async (terminal, course) => {
    await terminal.shows("FAILED after");
    await terminal.press("r");
    await terminal.shows("http://127.0.0.1:1/");
    await terminal.press("q");
    assertEquals(await terminal.ended(), { code: 0, isRestored: true });
    await untilNothingRuns(course);
  },
);

onTerminal(
  "the end of a server is reported",
  async (terminal, course) => {
    await terminal.shows("FAILED after");
    await course.write(
      SERVER,
      `${SOLUTION}console.log("bye");\nDeno.exit(3);\n`,
    );
    await terminal.press("r");
    await terminal.shows("bye");
    await terminal.shows("(the program has ended with exit code 3)");
  },
);

onTerminal(
  "after a save the server listens on the same port again",
  async (terminal, course) => {
    // A process gives its memory back before it closes its sockets.
    const listen = `globalThis.memory = new Uint8Array(2 ** 28).fill(1);
    const { port } = Deno.listen({
      hostname: "127.0.0.1",
      port: Number(Deno.args[1]),
    }).addr;
    console.log("start", STARTS, "on", port);\n`;
    const server = (start: number) =>
      `${SOLUTION}if (import.meta.main) {
    ${listen.replace("STARTS", `${start}`)}}\n`;
    // A course that begins with a finished stage would be at the next one.
    await terminal.shows("FAILED after");
    await course.write(SERVER, server(1));
    await terminal.press("r");
    const screen = await terminal.shows(/start 1 on \d+/);
    if (!screen.includes("on 8000")) return; // Another program has that port.
    for (const start of [2, 3, 4]) {
      await course.write(SERVER, server(start));
      await terminal.shows(`start ${start} on 8000`);
    }
  },
);

onTerminal(
  "w runs the wire lab of the stage in the background",
  async (terminal, course) => {
    await course.write(
      "lab/main.ts",
      'console.log("lab", Deno.args[0]);\nawait new Promise(() => setInterval(() => {}, 1000));\n',
    );
    await terminal.shows("FAILED after");
    await terminal.press("w");
    await terminal.shows("lab 01_one");
    await terminal.press("w");
    await terminal.shows("FAILED after");
    await terminal.press("q");
    assertEquals(await terminal.ended(), { code: 0, isRestored: true });
    await untilNothingRuns(course);
  },
);
