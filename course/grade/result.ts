/**
 * The results of grading: the shape of `grade --format json`, which
 * `course/grade/result.schema.json` describes.
 *
 * @module
 */

/** One task of one submission. */
export interface TaskResult {
  /** The stage and the task: "02_http.7". */
  readonly task_id: string;
  /** The title of the task. */
  readonly title: string;
  /** "core", "correct" or "hardened". */
  readonly level: string;
  /** "not graded": every test was skipped, since a program is missing. */
  readonly status: "passed" | "failed" | "not graded";
  /** 1 or 0. */
  readonly points: number;
  /** 1; 0 if the task was not graded. */
  readonly max_points: number;
  /** The first message; null for a task that passed. */
  readonly message: string | null;
  /** How long the tests took, in seconds. */
  readonly seconds: number;
  /** The names of the tests that were skipped. */
  readonly skipped: readonly string[];
}

/** One stage of one submission. */
export interface StageResult {
  /** The stage: "02_http". */
  readonly stage: string;
  /** "refused": the folder holds something that is not copied. */
  readonly status: "graded" | "not submitted" | "refused";
  /** Sentences about missing modules and runs that were cut short. */
  readonly notes: readonly string[];
  /** The tasks, in order. */
  readonly tasks: readonly TaskResult[];
}

/** One submission. */
export interface SubmissionResult {
  /** The name of its directory. */
  readonly id: string;
  /** The sum of the points. */
  readonly points: number;
  /** How many points it could have. */
  readonly max_points: number;
  /** How long grading took, in seconds. */
  readonly seconds: number;
  /** The stages, in order. */
  readonly stages: readonly StageResult[];
}

/** All submissions. */
export interface GradeResult {
  /** The version of this format. */
  readonly version: 1;
  /** The submissions, in the order of the command line. */
  readonly submissions: readonly SubmissionResult[];
}
