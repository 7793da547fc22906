/**
 * Ctrl-C during `deno task course watch`: it ends everything, at any point.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { pause } from "../../kit/mod.ts";
import { COURSE, onTerminal, untilNothingRuns } from "./on_terminal.ts";
import { SERVER, SOLUTION } from "./tiny_stages.ts";

const MOMENTS: readonly (readonly [name: string, keys: string])[] = [
  ["on a page", "l"],
  ["at a question", "x"],
  ["while the server runs", "r"],
];

for (const [name, keys] of MOMENTS) {
  onTerminal(`Ctrl-C ${name} ends everything`, async (terminal, course) => {
    await terminal.shows("FAILED after");
    await terminal.press(keys);
    await pause(50);
    await terminal.press("\x03");
    assertEquals(await terminal.ended(), { code: 130, isRestored: true });
    await untilNothingRuns(course);
  });
}

onTerminal(
  "Ctrl-C during the search for a task ends everything",
  async (terminal, course) => {
    await terminal.shows("Looking for the first unfinished task");
    await terminal.press("\x03");
    assertEquals(await terminal.ended(), { code: 130, isRestored: true });
    await untilNothingRuns(course);
  },
  `echo 'for (;;);' >> ${SERVER}; ${COURSE}`,
);

onTerminal(
  "a search for a task that never ends can be left",
  async (terminal) => {
    await terminal.shows("Looking for the first unfinished task");
    await terminal.press("n");
    await terminal.shows("task 2 of 3");
  },
  `echo 'for (;;);' >> ${SERVER}; ${COURSE}`,
);

onTerminal(
  "Ctrl-C in the middle of an endless loop ends everything",
  async (terminal, course) => {
    await terminal.shows("FAILED after");
    await course.write(SERVER, `${SOLUTION}for (;;);\n`);
    await terminal.shows("running ... 1 s");
    await terminal.press("\x03");
    assertEquals(await terminal.ended(), { code: 130, isRestored: true });
    await untilNothingRuns(course);
  },
);
