/**
 * Finds the end of a header section that arrives in pieces. RFC 9112 section 2.
 *
 * @module
 */

import { HttpError } from "../../solutions/02_http/types.ts";
import type { Input } from "../io/input.ts";
import { findLineEnd, resumeAt } from "../io/line_end.ts";
import type { HeadLimits } from "./head.ts";

const CRLF_LENGTH = 2;

/** The limits that can be checked without parsing. */
type ScanLimits = Pick<HeadLimits, "maxRequestLineBytes" | "maxHeaderBytes">;

/** Looks at every byte once, however small the pieces are. */
export class HeadScanner {
  /** The length of the request-line in bytes; `undefined` until it has ended. */
  requestLineLength: number | undefined;
  readonly #limits: ScanLimits;
  #scanned = 0;
  #lineStart = 0;
  #hasSkipped = false;

  /**
   * A scanner at the beginning of a request-line.
   *
   * @param limits The limits.
   */
  constructor(limits: ScanLimits) {
    this.#limits = limits;
  }

  /**
   * Scans the bytes that have arrived since the last call. After it has found
   * the end, the next call starts with the bytes that are unread then.
   *
   * @param input The input; no bytes are taken from it.
   * @returns The length of the header section in bytes, including request-line
   * and empty line; `undefined` until its end has arrived.
   * @throws {HttpError} 400 if a CR or LF occurs alone, 414, 431.
   */
  scan(input: Input): number | undefined {
    if (this.#scanned === 0) this.#begin(input);
    const { buffer, start } = input;
    for (;;) {
      const from = start + this.#scanned;
      const lineEnd = findLineEnd(buffer, from, input.end);
      if (lineEnd === -1) {
        this.#scanned = resumeAt(buffer, from, input.end) - start;
        this.#checkLength(this.#scanned);
        return undefined;
      }
      const length = lineEnd - start;
      if (this.requestLineLength === undefined) {
        this.requestLineLength = length;
      } else if (length === this.#lineStart) {
        this.#checkLength(length);
        this.#scanned = 0;
        this.#hasSkipped = false;
        return length + CRLF_LENGTH;
      }
      this.#scanned = this.#lineStart = length + CRLF_LENGTH;
    }
  }

  /** Some clients send an extra CR LF after a body. RFC 9112 section 2.2. */
  #begin(input: Input): void {
    this.requestLineLength = undefined;
    this.#lineStart = 0;
    if (this.#hasSkipped || input.available < CRLF_LENGTH) return;
    const { buffer, start, end } = input;
    if (findLineEnd(buffer, start, end) !== start) return;
    this.#hasSkipped = true;
    input.skip(CRLF_LENGTH);
  }

  #checkLength(at: number): void {
    const { maxRequestLineBytes, maxHeaderBytes } = this.#limits;
    const { requestLineLength = at } = this;
    if (requestLineLength > maxRequestLineBytes) {
      throw new HttpError(
        414,
        `Cannot read request-line: expected at most ${maxRequestLineBytes} bytes`,
      );
    }
    if (at - requestLineLength - CRLF_LENGTH > maxHeaderBytes) {
      throw new HttpError(
        431,
        `Cannot read header section: expected at most ${maxHeaderBytes} bytes`,
      );
    }
  }
}
