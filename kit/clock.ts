/**
 * The timers as they were before a test replaced them to watch the learner's.
 * The kit takes its own from here.
 *
 * @module
 */

const startTimer = globalThis.setTimeout;
const stopTimer = globalThis.clearTimeout;

/**
 * Waits.
 *
 * @param ms How long, in milliseconds.
 */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => startTimer(resolve, ms));
}

/**
 * Waits for a promise, but not for ever.
 *
 * @param promise What to wait for.
 * @param ms How long at most, in milliseconds.
 * @param late What the result is when the time is over.
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
