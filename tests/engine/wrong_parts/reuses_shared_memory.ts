/**
 * @wrong Uses the memory of shared bytes as an output buffer.
 * @replaces engine/io/buffer_pool.ts
 * @rejectedBy shared_bytes_test · shared bytes do not change in a write of 65536 bytes
 * @saying AssertionError
 *
 * @module
 */

import { BufferPool as Correct } from "../../../engine/io/buffer_pool.ts";

export * from "../../../engine/io/buffer_pool.ts";

export class BufferPool extends Correct {
  override giveBack(buffer: Uint8Array<ArrayBuffer>): void {
    const { buffer: memory, length } = buffer;
    super.giveBack(new Uint8Array(memory, 0, length));
  }
}
