/**
 * The kit's own timers: a test replaces the global ones in order to watch the
 * learner's.
 *
 * @module
 */

import { setImmediate } from "node:timers";

const startTimer = globalThis.setTimeout;
const stopTimer = globalThis.clearTimeout;

let pauses = 0;

/**
 * Waits.
 *
 * @param ms The time to wait, in milliseconds.
 */
export function pause(ms: number): Promise<void> {
  pauses++;
  return new Promise((resolve) =>
    startTimer(() => {
      pauses--;
      resolve();
    }, ms)
  );
}

/** Whether anything pauses: a handler of a test, for instance. */
export function isPausing(): boolean {
  return pauses > 0;
}

/** Waits until the event loop has turned; a timer of 0 ms takes 1 ms or more. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Waits for a promise, with a deadline.
 *
 * @param promise The promise.
 * @param ms The deadline, in milliseconds.
 * @param late The result if the promise has not settled by then.
 * @returns The promise's result, or `late`.
 */
export async function within<Value, Late>(
  promise: Promise<Value>,
  ms: number,
  late: Late,
): Promise<Value | Late> {
  let timer: ReturnType<typeof startTimer> | undefined;
  const deadline = new Promise<Late>((resolve) => {
    timer = startTimer(() => resolve(late), ms);
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    stopTimer(timer);
  }
}
