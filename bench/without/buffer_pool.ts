/**
 * Without a pool: every answer gets new memory.
 *
 * @module
 */

import { BufferPool as Original } from "../../engine/io/buffer_pool.ts";

export * from "../../engine/io/buffer_pool.ts";

/** Keeps no buffer. */
export class BufferPool extends Original {
  override giveBack(): void {}
}
