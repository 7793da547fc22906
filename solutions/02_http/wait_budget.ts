/**
 * Deadlines for clients that send slowly, or not at all.
 *
 * @module
 */

import { HttpError } from "./types.ts";

/** The longest delay that a timer can have: 24 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * The time for the event loop to deliver bytes that have already arrived, in
 * milliseconds. One turn is not always enough: timers come before input.
 */
const GRACE_MS = 20;

/**
 * Starts a timer. `setTimeout` itself would treat Infinity, and any other delay
 * that is too long for it, as one millisecond; and it prints a warning for a
 * delay that is negative, which means that the time is up.
 *
 * @param ms The delay in milliseconds.
 * @param onTime Called once it has passed.
 * @returns The timer, for `clearTimeout`.
 */
export function startTimer(
  ms: number,
  onTime: () => void,
): ReturnType<typeof setTimeout> {
  return setTimeout(onTime, Math.max(0, Math.min(ms, MAX_TIMER_MS)));
}

/**
 * Waits for an event with a deadline. When the deadline fires because the server
 * itself was late (a handler computed, or the process was stopped), bytes that
 * arrived meanwhile have not been delivered yet: the event loop gets some turns
 * to deliver them.
 *
 * @param event The event; it is left alone when the deadline has passed.
 * @param ms How long to wait, in milliseconds; if negative, the turns have been
 * used up.
 * @param onLate Makes the error for a deadline that has passed.
 * @returns The value of `event`.
 * @throws {unknown} The error of `event`, or that of `onLate`.
 */
export async function waitAtMost<T>(
  event: Promise<T>,
  ms: number,
  onLate: () => unknown,
): Promise<T> {
  const { promise: deadline, reject } = Promise.withResolvers<never>();
  let timer = startTimer(ms, () => {
    timer = startTimer(GRACE_MS + Math.min(ms, 0), () => reject(onLate()));
  });
  try {
    return await Promise.race([event, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The time that a client has for one part of a request, all waits added up: a
 * client that sends a byte now and then must not get a new deadline with each.
 * Time that the server takes in between does not count.
 */
export class WaitBudget {
  readonly #limitMs: number;
  readonly #part: string;
  #waitedMs = 0;

  /**
   * A budget of which nothing is spent.
   *
   * @param limitMs How long to wait altogether, in milliseconds.
   * @param part What is read, for the error text.
   */
  constructor(limitMs: number, part: string) {
    this.#limitMs = limitMs;
    this.#part = part;
  }

  /**
   * Waits for something that the client must do.
   *
   * @param event Settles when the client has done it.
   * @returns The value of `event`.
   * @throws {HttpError} 408 if the budget is spent first.
   */
  async wait<T>(event: Promise<T>): Promise<T> {
    const start = performance.now();
    const leftMs = this.#limitMs - this.#waitedMs;
    const value = await waitAtMost(event, leftMs, () =>
      new HttpError(
        408,
        `Timed out reading the ${this.#part} after ${this.#limitMs} ms`,
      ));
    const spentMs = performance.now() - start;
    // A wait that is much longer than the budget ends well only if the server was
    // late. Otherwise the turns count too, or a byte in each would never be late.
    if (spentMs <= leftMs + 2 * GRACE_MS) this.#waitedMs += spentMs;
    return value;
  }
}
