/**
 * Streams that are not sent: to HEAD, say, or because the client has gone.
 *
 * @module
 */

import type { Bytes } from "../02_http/types.ts";

/** Sees to it that they are cancelled, and so their files closed. */
export class Unsent {
  readonly #cancelling = new Set<Promise<void>>();

  /** Whether all of them have been let go. */
  get isEmpty(): boolean {
    return this.#cancelling.size === 0;
  }

  /**
   * Tells a stream that nobody will read it.
   *
   * @param stream The stream.
   */
  add(stream: ReadableStream<Bytes>): void {
    // Whether it could be cancelled makes no difference to the answer.
    const cancelling = stream.cancel().catch(() => {}).finally(() => {
      this.#cancelling.delete(cancelling);
    });
    this.#cancelling.add(cancelling);
  }

  /** Settles when all of them have been let go. */
  async settled(): Promise<void> {
    await Promise.all(this.#cancelling);
  }
}
