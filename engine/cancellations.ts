/**
 * Streams that are being cancelled: their content will not be sent, because the
 * request was a HEAD, for example, or because the client is gone.
 *
 * @module
 */

import { streamOf } from "../solutions/02_http/write_response.ts";
import { startTimer } from "../solutions/02_http/wait_budget.ts";
import type { HttpResponse } from "../solutions/02_http/types.ts";

/** Knows which cancellations are still running. */
export class Cancellations {
  readonly #running = new Set<Promise<void>>();

  /**
   * Cancels the body of a response that will not be sent, so that it closes its
   * file. A handler can return anything, even nothing.
   */
  readonly cancelBody = (response: HttpResponse | undefined): void => {
    const stream = streamOf(response);
    if (stream) this.add(Promise.try(() => stream.cancel()));
  };

  /**
   * Remembers a cancellation until it has finished.
   *
   * @param cancelled What `cancel()` of the stream returned. If it fails, the
   * answer is still the same.
   */
  add(cancelled: Promise<void>): void {
    const settled = cancelled.catch(() => {}).finally(() => {
      this.#running.delete(settled);
    });
    this.#running.add(settled);
  }

  /**
   * Waits until all cancellations have finished, and the files are closed. A
   * cancellation may never finish, so the wait has a limit.
   *
   * @param limitMs How long to wait, in milliseconds.
   */
  async settled(limitMs: number): Promise<void> {
    const { promise: timeout, resolve } = Promise.withResolvers<void>();
    const timer = startTimer(limitMs, resolve);
    await Promise.race([Promise.all(this.#running), timeout]);
    clearTimeout(timer);
  }
}
