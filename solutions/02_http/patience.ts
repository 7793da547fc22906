/**
 * Deadlines against clients that say little and take long over it.
 *
 * @module
 */

import { HttpError } from "./types.ts";

/** The longest that a timer can be set to: 24 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Starts a timer. `setTimeout` by itself takes Infinity, and whatever is too
 * long for it, for one millisecond.
 *
 * @param ms When to call, in milliseconds.
 * @param onTime What to call.
 * @returns What `clearTimeout` takes.
 */
export function startTimer(
  ms: number,
  onTime: () => void,
): ReturnType<typeof setTimeout> {
  return setTimeout(onTime, Math.min(ms, MAX_TIMER_MS));
}

/**
 * How long the server waits for a part of a request, all waits added up: a
 * client that sends a byte now and then must not get a new deadline with each.
 * The time that the server itself takes in between does not count.
 */
export class Patience {
  readonly #limitMs: number;
  readonly #awaited: string;
  #waitedMs = 0;

  /**
   * Patience that has not been tried yet.
   *
   * @param limitMs How long to wait altogether, in milliseconds.
   * @param awaited What is waited for, for the error text.
   */
  constructor(limitMs: number, awaited: string) {
    this.#limitMs = limitMs;
    this.#awaited = awaited;
  }

  /**
   * Waits for something that the client must do.
   *
   * @param event Settles when it has; it is left alone when time is up.
   * @returns What `event` gives.
   * @throws {HttpError} 408, when time is up.
   */
  async wait<T>(event: Promise<T>): Promise<T> {
    const start = performance.now();
    const { promise: timeout, reject } = Promise.withResolvers<never>();
    const timer = startTimer(this.#limitMs - this.#waitedMs, () => {
      const message = `Cannot wait for the ${this.#awaited} any longer: ` +
        `it has not come within ${this.#limitMs} ms`;
      reject(new HttpError(408, message));
    });
    try {
      return await Promise.race([event, timeout]);
    } finally {
      clearTimeout(timer);
      this.#waitedMs += performance.now() - start;
    }
  }
}
