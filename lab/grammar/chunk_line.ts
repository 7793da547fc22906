/**
 * The line that begins a chunk. RFC 9112 section 7.1.
 *
 * @module
 */

import type { LabelledLine } from "./part.ts";

const TOKEN = "[!#$%&'*+.^_`|~\\w-]+";
const QUOTED_STRING =
  '"(?:[\\t !\\x23-\\x5b\\x5d-\\x7e\\x80-\\xff]|\\\\[\\t\\x20-\\x7e\\x80-\\xff])*"';
const BLANKS = "[\\t ]*";

/** `chunk-size`, no longer than a server can count; then `chunk-ext`. */
const CHUNK_LINE = new RegExp(
  `^([\\dA-F]{1,13})` +
    `((?:${BLANKS};${BLANKS}${TOKEN}` +
    `(?:${BLANKS}=${BLANKS}(?:${TOKEN}|${QUOTED_STRING}))?)*)$`,
  "i",
);

/**
 * Reads the size of a chunk.
 *
 * @param text The line without its end.
 * @returns The size in bytes; `undefined` if the line is malformed.
 */
export function chunkSizeOf(text: string): number | undefined {
  const digits = CHUNK_LINE.exec(text)?.[1];
  return digits === undefined ? undefined : parseInt(digits, 16);
}

/**
 * Labels the line.
 *
 * @param text The line without its end.
 * @param isWhole Whether its end has arrived.
 * @returns Its pieces.
 */
export function labelChunkLine(text: string, isWhole: boolean): LabelledLine {
  const size = /^[\dA-F]*/i.exec(text)![0];
  const isLast = isWhole && /^0+$/.test(size);
  return {
    pieces: [
      { kind: isLast ? "last-chunk" : "chunk-size", length: size.length },
      { kind: "chunk-extension", length: text.length - size.length },
    ],
    fault: isWhole && chunkSizeOf(text) === undefined
      ? {
        at: 0,
        note: "no chunk-size",
        expected: "a chunk begins with its size in hexadecimal, then CR LF",
        because: "RFC 9112 section 7.1",
      }
      : undefined,
  };
}
