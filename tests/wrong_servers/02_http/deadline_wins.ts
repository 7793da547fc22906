/**
 * @wrong Answers 408 although the bytes have arrived while it was busy.
 * @replaces solutions/02_http/wait_budget.ts
 * @rejectedBy task 45 · a deadline does not fire while the server is busy
 * @saying the timer fires before read() can deliver
 *
 * @module
 */

import { HttpError } from "../../../solutions/02_http/types.ts";

export * from "../../../solutions/02_http/wait_budget.ts";

export class WaitBudget {
  #leftMs: number;

  constructor(limitMs: number) {
    this.#leftMs = limitMs;
  }

  async wait<T>(event: Promise<T>): Promise<T> {
    const begun = performance.now();
    const { promise, reject } = Promise.withResolvers<never>();
    const late = new HttpError(408, "Timed out");
    const timer = setTimeout(() => reject(late), this.#leftMs);
    try {
      return await Promise.race([event, promise]);
    } finally {
      clearTimeout(timer);
      this.#leftMs -= performance.now() - begun;
    }
  }
}
