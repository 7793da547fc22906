/**
 * Without flushing outputs together: each is written as soon as it is ready.
 *
 * @module
 */

import {
  type Flushable,
  FlushBatch as Original,
} from "../../engine/io/flush_batch.ts";

export type { Flushable };

/** Flushes every output at once. */
export class FlushBatch extends Original {
  readonly #onFlush: () => void;

  constructor(onFlush: () => void) {
    super(onFlush);
    this.#onFlush = onFlush;
  }

  override flushInBatch(output: Flushable): void {
    this.#onFlush();
    output.startWriting();
  }
}
