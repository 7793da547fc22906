/**
 * The buffers in which answers gather. Those that have been written are kept for
 * the next answers.
 *
 * @module
 */

import type { Bytes } from "../../solutions/02_http/types.ts";

/** How much gathers before it must be written, in bytes. */
export const FULL_BYTES = 16_384;

/**
 * The size of the buffer for a large answer, in bytes: the head of a file comes
 * with as much of it as fits into this, unless all of it fits into the largest.
 */
export const LARGE_BYTES = 65_536;

/**
 * An answer of up to so many bytes leaves in one write: 100 KiB of a file take
 * a fifth less of the time than in two.
 */
export const MAX_BYTES = 131_072;

/** How many buffers of each size are kept. */
const MAX_SPARE_BUFFERS = 64;

const SIZES = [FULL_BYTES, LARGE_BYTES, MAX_BYTES];

/** Buffers that have been written, by their size in bytes. */
const spareBuffers: ReadonlyMap<number, Bytes[]> = new Map(
  SIZES.map((size) => [size, []]),
);

/**
 * Takes a buffer.
 *
 * @param needed How large it must be, in bytes.
 * @returns The smallest that is large enough.
 */
export function takeBuffer(needed: number): Bytes {
  const size = SIZES.find((size) => needed <= size);
  // Nobody keeps the buffer of a header section that is larger than that.
  if (size === undefined) return new Uint8Array(needed * 2);
  return spareBuffers.get(size)!.pop() ?? new Uint8Array(size);
}

/**
 * Gives back a buffer that nobody needs any more.
 *
 * @param buffer The buffer; if it is shared, or of another size, it is dropped.
 */
export function giveBack(buffer: Bytes): void {
  // Shared bytes are not the output's alone.
  if (buffer.byteOffset > 0) return;
  const spare = spareBuffers.get(buffer.length);
  if (spare && spare.length < MAX_SPARE_BUFFERS) spare.push(buffer);
}
