/**
 * Finds the end of a header section in what has come so far. RFC 9112 section 2.
 *
 * @module
 */

import { HttpError } from "../../solutions/02_http/types.ts";
import type { Input } from "../io/input.ts";

const CR = 13;
const LF = 10;

/** The limits of request-line and header section. */
export interface HeadLimits {
  /** How long the request-line may be, in bytes. Else 414. */
  readonly maxRequestLineBytes: number;
  /** How long all field lines together may be, in bytes. Else 431. */
  readonly maxHeaderBytes: number;
}

/** Looks at every byte once, however small the pieces in which they come. */
export class HeadScanner {
  /** The length of the request-line in bytes; `undefined` until it has ended. */
  requestLineLength: number | undefined;
  readonly #limits: HeadLimits;
  #scanned = 0;
  #lineStart = 0;
  #hasSkipped = false;

  /**
   * A scanner that waits for a request-line.
   *
   * @param limits The limits.
   */
  constructor(limits: HeadLimits) {
    this.#limits = limits;
  }

  /**
   * Goes through the bytes that are new since the last call. When it has found
   * the end, the next call begins with the bytes that are unread then.
   *
   * @param input The bytes of the client; the header section's are not taken.
   * @returns The length of the header section in bytes, request-line and empty
   * line included; `undefined` if that has not come yet.
   * @throws {HttpError} 400 if there is a CR or LF by itself, 414, 431.
   */
  scan(input: Input): number | undefined {
    if (this.#scanned === 0) this.#begin(input);
    const { buffer, start } = input;
    const end = input.end - start;
    let at = this.#scanned;
    for (; at < end; at++) {
      const byte = buffer[start + at];
      // One comparison for nearly all of them.
      if (byte > CR || byte !== CR && byte !== LF) continue;
      if (byte === LF) throw malformed("LF without CR");
      if (at + 1 === end) break;
      if (buffer[start + at + 1] !== LF) throw malformed("CR without LF");
      if (this.requestLineLength === undefined) {
        this.requestLineLength = at;
      } else if (at === this.#lineStart) {
        this.#checkLength(at);
        this.#scanned = 0;
        this.#hasSkipped = false;
        return at + "\r\n".length;
      }
      this.#lineStart = ++at + 1;
    }
    this.#scanned = at;
    this.#checkLength(at);
    return undefined;
  }

  /** Some clients end a body with a CR LF too many. RFC 9112 section 2.2. */
  #begin(input: Input): void {
    this.requestLineLength = undefined;
    this.#lineStart = 0;
    const { buffer, start } = input;
    if (this.#hasSkipped || input.available < "\r\n".length) return;
    if (buffer[start] !== CR || buffer[start + 1] !== LF) return;
    this.#hasSkipped = true;
    input.skip("\r\n".length);
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
    if (at - requestLineLength - "\r\n".length > maxHeaderBytes) {
      throw new HttpError(
        431,
        `Cannot read header section: expected at most ${maxHeaderBytes} bytes`,
      );
    }
  }
}

function malformed(reason: string): HttpError {
  return new HttpError(400, `Cannot parse line: found ${reason}`);
}
