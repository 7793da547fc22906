/**
 * The state of `watch` that its displays show.
 *
 * @module
 */

import type { Position } from "../layout.ts";
import type { TestReport } from "../test_run.ts";
import type { TypeProblem } from "../type_check.ts";

/** A page that is shown in place of the task and its verdict. */
export interface Page {
  /** Which page: the key that opens it. */
  readonly key: string;
  /**
   * Renders the page.
   *
   * @param width How many columns there are.
   * @param height How many rows there are.
   * @returns The lines; more than `height` can be scrolled.
   */
  render(width: number, height: number): string[];
}

/** A question that waits for `y` or another key. */
export interface Question {
  /** The question. */
  readonly text: string;
  /** Called after `y`. */
  onYes(): void;
}

/** Everything that a display needs. */
export interface Model {
  /** The task. */
  position: Position;
  /** How many tasks pass in the stage and in the course, as far as known. */
  passed: { readonly stage: readonly number[]; readonly course: number };
  /** When the tests that run now were started; `undefined` if none run. */
  runningSince?: number;
  /** The results of the task; `undefined` before the first run. */
  report?: TestReport;
  /** The modules that are missing. */
  missing: readonly string[];
  /** Whether a file has changed since the learner came to the task. */
  isEdited: boolean;
  /** The type errors; `undefined` while they are not known. */
  typeProblems?: readonly TypeProblem[];
  /** Earlier tasks that passed before and fail now. */
  broken: readonly number[];
  /** The page that is open. */
  page?: Page;
  /** The question that waits for an answer. */
  question?: Question;
  /** A sentence about the last key or an unusual event. */
  notice?: string;
  /** How many rows of the content are scrolled away. */
  scroll: number;
}

/** The part of the model that has changed. */
export type Update =
  | "verdict"
  | "types"
  | "missing"
  | "broken"
  | "notice"
  | "other";

/** Shows the model. */
export interface Display {
  /**
   * Shows a change.
   *
   * @param model Everything.
   * @param update The part that has changed.
   */
  show(model: Model, update: Update): void;
}
