/**
 * The rows of a table that a test tries, one after another or at the same time.
 *
 * @module
 */

import { type Lesson, toFailure } from "./failure.ts";
import { currentRun } from "./task_run.ts";

/**
 * Names the row of a table within which a failure happens.
 *
 * @param name The row: "a space before the colon".
 * @param body What is tried with it.
 * @param lesson The lesson of this row, where it differs from the others.
 */
export async function variant(
  name: string,
  body: () => Promise<void> | void,
  lesson: Lesson = {},
): Promise<void> {
  async function tryRow(): Promise<void> {
    try {
      await body();
    } catch (error) {
      const failure = toFailure(error);
      failure.variants.unshift(name);
      // The innermost row is the most precise.
      failure.rowLesson = { ...lesson, ...failure.rowLesson };
      throw failure;
    }
  }
  await (currentRun()?.withinRow(tryRow) ?? tryRow());
}

/**
 * Waits for rows that are tried at the same time. If several fail, the first row
 * of the table is reported; no row goes on after the end of the test.
 *
 * @param rows The rows, each tried within a {@linkcode variant}.
 */
export async function allVariants(
  rows: readonly Promise<void>[],
): Promise<void> {
  for (const result of await Promise.allSettled(rows)) {
    if (result.status === "rejected") throw result.reason;
  }
}
