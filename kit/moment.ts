/**
 * Events between a test and the handlers that it passes to a server, so that no
 * test has to wait for a fixed time.
 *
 * @module
 */

import { within } from "./clock.ts";
import { SILENCE_MS } from "./connection.ts";
import { type Explanation, Failure } from "./failure.ts";

/**
 * Something that happens once: a handler is called, and the test waits for it;
 * or the test allows something, and a handler waits for that.
 *
 * @example
 * ```ts
 * import { Moment } from "./moment.ts";
 *
 * using called = new Moment("the handler is called");
 * using allowed = new Moment("the handler may answer");
 * async function handler() {
 *   called.happen();
 *   await allowed.promise;
 *   return { status: 200 };
 * }
 * const answering = handler();
 * await called.expect();
 * allowed.happen();
 * await answering;
 * ```
 */
export class Moment implements Disposable {
  /** Settles when it happens. */
  readonly promise: Promise<void>;
  /** Lets it happen; may be called twice. */
  readonly happen: () => void;
  /** Whether it has happened. */
  hasHappened = false;
  readonly #what: string;

  /**
   * Creates an event that has not happened yet.
   *
   * @param what The event, as a sentence: "the handler is called".
   */
  constructor(what: string) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#what = what;
    this.promise = promise;
    this.happen = () => {
      this.hasHappened = true;
      resolve();
    };
  }

  /**
   * Waits for it; if it does not happen in time, the test fails.
   *
   * @param explanation Why it should happen.
   */
  async expect(explanation: Explanation = {}): Promise<void> {
    const late = Symbol();
    if (await within(this.promise, SILENCE_MS, late) !== late) return;
    throw new Failure(
      `within ${SILENCE_MS} ms, this did not happen: ${this.#what}`,
      {
        expected: this.#what,
        ...explanation,
      },
    );
  }

  /** Lets it happen, so that no handler waits beyond its block. */
  [Symbol.dispose](): void {
    this.happen();
  }
}
