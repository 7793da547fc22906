/**
 * A test that failed, with everything that its message needs: the bytes, what
 * was expected and why, and the likely cause.
 *
 * @module
 */

import { type Scene, sceneOf } from "./connection_rows.ts";
import { describeError } from "./learner_error.ts";
import type { Mark, Transcript } from "./transcript.ts";

/**
 * How a test can fail, apart from a comparison:
 *
 * - `silence`: nothing arrived in time, and the connection is open
 * - `no end`: the answer arrived, but not its end
 * - `end of file`: the server closed before its answer was complete
 * - `reset`: the server reset the connection
 * - `unread`: the server did not read what the client sent
 * - `malformed`: the bytes break the grammar of HTTP
 * - `excess`: bytes follow the end of the answer
 * - `thrown`: the learner's code threw an error
 * - `leak`: something is still open at the end of the test
 * - `late`: the test as a whole, or shutdown(), did not end in time
 */
export type Symptom =
  | "silence"
  | "no end"
  | "end of file"
  | "reset"
  | "unread"
  | "malformed"
  | "excess"
  | "thrown"
  | "leak"
  | "late";

/** The likely cause of each symptom; a symptom without one gets no guess. */
export type LikelyCauses = Readonly<Partial<Record<Symptom, string>>>;

/** The lesson of a failing test. */
export interface Lesson {
  /** The section of the current RFC: "RFC 9112 section 2.1". */
  readonly because?: string;
  /**
   * The likely cause. A text belongs to the assertion that carries it; causes
   * by symptom belong to a read, an exchange or a whole test.
   */
  readonly likely?: string | LikelyCauses;
  /** A command with which to see it by hand. */
  readonly try?: string;
}

/** An assertion's own words, and its lesson. */
export interface Explanation extends Lesson {
  /** One sentence of what was expected, instead of the usual one. */
  readonly expected?: string;
}

/** The details of a failure, besides its headline. */
export interface FailureDetails extends Explanation {
  /** The symptom, unless a comparison failed. */
  readonly symptom?: Symptom;
  /** The likely cause, where neither the assertion nor the test knows it. */
  readonly guess?: string;
  /** The connection on which it happened; by default the last one used. */
  readonly transcript?: Transcript;
  /** The first deviation in the bytes of that connection. */
  readonly mark?: Mark;
  /** The error of the learner's code, shown with its stack. */
  readonly thrown?: unknown;
  /** More lines about the failure, each with a label: `[["opened", "…"]]`. */
  readonly rows?: readonly (readonly [label: string, text: string])[];
}

/** A test that failed, with everything that its message needs. */
export class Failure extends Error {
  /** The name that error messages show. */
  override name = "AssertionError";
  /** The details, besides the headline. */
  readonly details: FailureDetails;
  /** The connections of the test when it failed. */
  readonly scene: Scene;
  /** The rows of a table within which it happened, the outermost first. */
  readonly variants: string[] = [];
  /** The lesson of those rows, where it differs from that of the test. */
  rowLesson: Lesson = {};

  /**
   * Creates a failure.
   *
   * @param headline What is wrong, in one line.
   * @param details Everything else that is known.
   */
  constructor(headline: string, details: FailureDetails = {}) {
    super(headline);
    this.details = details;
    this.scene = sceneOf(details.symptom, details.transcript);
  }
}

/**
 * Turns any error into a failure: an assertion keeps its words, an error of
 * the learner's code keeps its stack.
 *
 * @param error The error.
 * @returns The failure; the error itself if it is one already.
 */
export function toFailure(error: unknown): Failure {
  const first = firstError(error);
  if (first instanceof Failure) return first;
  if (first instanceof Error && first.name === "AssertionError") {
    return new Failure(first.message);
  }
  const [summary] = describeError(first);
  return new Failure(`thrown: ${summary}`, {
    symptom: "thrown",
    thrown: first,
  });
}

/**
 * The error that came first: a failing test disposes of its server, and an
 * error of that disposal comes second.
 *
 * @param error The error.
 * @returns The error, without those that followed it.
 */
export function firstError(error: unknown): unknown {
  let first = error;
  while (first instanceof SuppressedError) first = first.suppressed;
  return first;
}

/**
 * Chooses the likely cause for a symptom.
 *
 * @param likely A text, or causes by symptom.
 * @param symptom The symptom; `undefined` if a comparison failed.
 * @returns The cause, if there is one for this symptom.
 */
export function likelyCause(
  likely: Lesson["likely"],
  symptom: Symptom | undefined,
): string | undefined {
  if (likely === undefined) return undefined;
  if (typeof likely === "string") {
    return symptom === undefined ? likely : undefined;
  }
  return symptom === undefined ? undefined : likely[symptom];
}

/**
 * Adds a lesson to the failures of an exchange, for what they do not explain.
 *
 * @param lesson The likely causes, by symptom.
 * @param body The exchange.
 * @returns What the body returns.
 */
export async function withLesson<Result>(
  lesson: Lesson,
  body: () => Promise<Result>,
): Promise<Result> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof Failure) {
      const { because, likely, try: command } = lesson;
      error.rowLesson = {
        because: error.rowLesson.because ?? because,
        likely: error.rowLesson.likely ?? likely,
        try: error.rowLesson.try ?? command,
      };
    }
    throw error;
  }
}
