/**
 * Finds lines in the input without taking them, and searches no byte twice. RFC
 * 9112 section 2.2.
 *
 * @module
 */

import { findLineEnd } from "../../solutions/02_http/line_end.ts";
import type { LineLimit } from "../../solutions/02_http/read_line.ts";
import { decodeLatin1 } from "../../solutions/02_http/syntax.ts";
import type { Input } from "./input.ts";

const CRLF_LENGTH = 2;

/** Finds the lines at the beginning of the unread bytes. */
export class LineScanner {
  /** The length of the lines that were found, in bytes with CR LF. */
  length = 0;
  #searched = 0;

  /**
   * Finds the next line.
   *
   * @param input The input; no bytes are taken from it.
   * @param limit How long the line may be.
   * @returns The line without CR LF; `undefined` until it has arrived.
   * @throws {HttpError} 400 if a CR or LF occurs alone, or the error of the limit.
   */
  next(input: Input, limit: LineLimit): string | undefined {
    const unread = input.buffer.subarray(input.start, input.end);
    const start = this.length;
    const end = findLineEnd(unread, this.#searched);
    if (end === -1) {
      this.#searched = Math.max(unread.length - 1, start);
      // The last byte may be the CR of a line that is not too long.
      if (unread.length - start <= limit.bytes + 1) return undefined;
      const beginning = unread.subarray(start, start + limit.bytes);
      throw limit.tooLong(decodeLatin1(beginning));
    }
    const line = decodeLatin1(unread.subarray(start, end));
    if (line.length > limit.bytes) throw limit.tooLong(line);
    this.length = this.#searched = end + CRLF_LENGTH;
    return line;
  }

  /**
   * Takes the lines that were found, and starts again after them.
   *
   * @param input The input.
   */
  take(input: Input): void {
    input.skip(this.length);
    this.length = this.#searched = 0;
  }
}
