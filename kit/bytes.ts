/**
 * Bytes: making them from text, joining them, cutting them, finding some, and
 * letting them come one after the other.
 *
 * @module
 */

/**
 * Text as UTF-8; bytes as they are.
 *
 * @param message Either.
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
 * @param chunks What came, in order.
 * @returns One array with all of it.
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
 * @param message Text is taken as UTF-8, so that characters are cut too.
 * @returns The bytes, each on its own.
 */
export function eachByte(message: string | Uint8Array): Uint8Array[] {
  return Array.from(toBytes(message), (byte) => Uint8Array.of(byte));
}

/**
 * Cuts a message in two.
 *
 * @param message Text is taken as UTF-8.
 * @param offset How many bytes the first part has.
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
 * @param bytes Where to look.
 * @param wanted What to look for.
 * @returns The offset of the first occurrence; -1 if there is none.
 */
export function indexOfBytes(bytes: Uint8Array, wanted: Uint8Array): number {
  for (let at = bytes.indexOf(wanted[0]); at >= 0;) {
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return at;
    at = bytes.indexOf(wanted[0], at + 1);
  }
  return -1;
}

/**
 * A stream, as the handlers of a test give it to a server.
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
