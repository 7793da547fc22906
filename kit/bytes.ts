/**
 * Helpers for bytes: make them from text, join, cut and find them, and put them
 * into a stream.
 *
 * @module
 */

/**
 * Encodes text as UTF-8.
 *
 * @param message Text, or bytes, which stay as they are.
 * @returns The bytes.
 */
export function toBytes(message: string | Uint8Array): Uint8Array {
  return typeof message === "string"
    ? new TextEncoder().encode(message)
    : message;
}

/**
 * Joins chunks.
 *
 * @param chunks The chunks, in order.
 * @returns One array with all of their bytes.
 */
export function concat(
  chunks: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const all = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.length;
  }
  return all;
}

/**
 * Cuts a message into single bytes, for `Connection.sendPieces`.
 *
 * @param message Text is encoded as UTF-8, so that characters are cut too.
 * @returns The bytes, each in an array of its own.
 */
export function eachByte(message: string | Uint8Array): Uint8Array[] {
  return Array.from(toBytes(message), (byte) => Uint8Array.of(byte));
}

/**
 * Cuts a message in two.
 *
 * @param message Text is encoded as UTF-8.
 * @param offset The length of the first part, in bytes.
 * @returns The two parts.
 */
export function splitAt(
  message: string | Uint8Array,
  offset: number,
): [Uint8Array, Uint8Array] {
  const bytes = toBytes(message);
  return [bytes.subarray(0, offset), bytes.subarray(offset)];
}

/**
 * Finds bytes within bytes.
 *
 * @param bytes The bytes to search.
 * @param wanted The bytes to find.
 * @returns The offset of the first occurrence; -1 without one.
 */
export function indexOfBytes(bytes: Uint8Array, wanted: Uint8Array): number {
  for (let at = bytes.indexOf(wanted[0]); at >= 0;) {
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return at;
    at = bytes.indexOf(wanted[0], at + 1);
  }
  return -1;
}

/**
 * Makes a stream for the answer of a handler.
 *
 * @param chunks Its chunks, as text.
 * @returns A stream that has all of them at once.
 */
export function streamOf(
  ...chunks: string[]
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  return ReadableStream.from(chunks.map((chunk) => encoder.encode(chunk)));
}
