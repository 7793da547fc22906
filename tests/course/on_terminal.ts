/**
 * Tests of the made-up course on a terminal.
 *
 * @module
 */

import { assert } from "@std/assert";
import { pause } from "../../kit/mod.ts";
import { HAS_TERMINAL, PseudoTerminal } from "./pseudo_terminal.ts";
import { TinyCourse } from "./tiny_course.ts";

/** This very Deno. */
export const DENO: string = Deno.execPath();
/** The command that starts the course. */
export const COURSE: string = `${DENO} run --quiet -A course/main.ts`;
const SKIPPED = HAS_TERMINAL ? "" : " (skipped: no script, no stty)";

/**
 * Defines a test on a terminal, with a made-up course.
 *
 * @param name Its name.
 * @param body The test.
 * @param command The command that runs on the terminal.
 */
export function onTerminal(
  name: string,
  body: (terminal: PseudoTerminal, course: TinyCourse) => Promise<void>,
  command = COURSE,
): void {
  Deno.test({
    name: name + SKIPPED,
    ignore: !HAS_TERMINAL,
    async fn() {
      await using course = await TinyCourse.create();
      await using terminal = await PseudoTerminal.start(command, course.root);
      await body(terminal, course);
    },
  });
}

/**
 * Waits until nothing of the course runs.
 *
 * @param course The course.
 */
export async function untilNothingRuns(course: TinyCourse): Promise<void> {
  const giveUp = Date.now() + 2000;
  while (course.processes().some((line) => line.includes("deno"))) {
    assert(Date.now() < giveUp, course.processes().join("\n"));
    await pause(20);
  }
}
