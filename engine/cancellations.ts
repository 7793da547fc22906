/**
 * Streams that are being cancelled: nobody will read them, since they answer a
 * HEAD, say, or because the client has gone.
 *
 * @module
 */

import { startTimer } from "../solutions/02_http/wait_budget.ts";

/** Knows which are not done with it. */
export class Cancellations {
  readonly #pending = new Set<Promise<void>>();

  /**
   * Notes one.
   *
   * @param cancelled What `cancel()` of the stream has returned. Whether it fails
   * makes no difference: the answer is what it is.
   */
  add(cancelled: Promise<void>): void {
    const settled = cancelled.catch(() => {}).finally(() => {
      this.#pending.delete(settled);
    });
    this.#pending.add(settled);
  }

  /**
   * Settles when all of them are done, and so their files closed; or when that
   * takes too long: some may never be.
   *
   * @param limitMs How long to wait, in milliseconds.
   */
  async settled(limitMs: number): Promise<void> {
    const { promise: isTooLate, resolve } = Promise.withResolvers<void>();
    const timer = startTimer(limitMs, resolve);
    await Promise.race([Promise.all(this.#pending), isTooLate]);
    clearTimeout(timer);
  }
}
