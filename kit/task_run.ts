/**
 * The test that runs now: which connections it has opened, and what went wrong
 * beside its own course. Deno runs the tests of a file one after the other, so
 * there is one at a time.
 *
 * @module
 */

import { Failure } from "./failure.ts";
import type { Transcript } from "./transcript.ts";

/** Something that a test has opened and that must be closed at its end. */
export interface Opened {
  /** What travelled. */
  readonly transcript: Transcript;
  /** Closes it without a word; may be called twice. */
  destroy(): Promise<void>;
}

/** The state of one running test. */
export class TaskRun {
  /** The connection that was used last: a failure shows it. */
  lastUsed: Transcript | undefined;
  /** What the server under test has logged: a failure shows the end of it. */
  log: readonly string[] = [];
  /** Rejects when something goes wrong that nobody awaits. */
  readonly defect: Promise<never>;
  readonly #opened: Opened[] = [];
  readonly #reject: (failure: Failure) => void;

  /** A run that has opened nothing yet. */
  constructor() {
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => {});
    this.defect = promise;
    this.#reject = reject;
  }

  /**
   * Makes the test fail, wherever it stands.
   *
   * @param headline What happened.
   * @param thrown The learner's error.
   */
  fail(headline: string, thrown?: unknown): void {
    this.#reject(
      new Failure(headline, {
        thrown,
        expected: "what goes wrong in a task of the server is caught there",
      }),
    );
  }

  /**
   * Takes charge of a connection.
   *
   * @param connection What the test has opened.
   */
  opened(connection: Opened): void {
    this.#opened.push(connection);
  }

  /** Closes every connection of the test. */
  async destroyAll(): Promise<void> {
    await Promise.all(this.#opened.map((connection) => connection.destroy()));
  }
}

let current: TaskRun | undefined;

/**
 * The running test.
 *
 * @returns Its state, or `undefined` outside a test of the kit.
 */
export function currentRun(): TaskRun | undefined {
  return current;
}

/**
 * Says which test runs.
 *
 * @param run Its state, or `undefined` at its end.
 */
export function setCurrentRun(run: TaskRun | undefined): void {
  current = run;
}
