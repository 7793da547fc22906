/**
 * Removes the framing from a body, which shows where it ends. RFC 9112 sections
 * 6.2 and 7.1.
 *
 * @module
 */

import type { Bytes } from "../../solutions/02_http/types.ts";
import type { Input } from "../io/input.ts";

/** Finds the end of a body. */
export interface BodyDecoder {
  /** How many more bytes must follow at least. */
  readonly left: number;
  /** Whether the end has been read. */
  readonly isDone: boolean;

  /**
   * Takes content from the bytes that have arrived.
   *
   * @param input The input of the connection.
   * @returns Some content; `undefined` if none has arrived, or at the end.
   * @throws {HttpError} If the body is malformed or too long.
   */
  decode(input: Input): Bytes | undefined;
}

/** Reads a body with a Content-Length. */
export class LengthDecoder implements BodyDecoder {
  left: number;

  /**
   * A body of which nothing has been read.
   *
   * @param length Its length in bytes.
   */
  constructor(length: number) {
    this.left = length;
  }

  get isDone(): boolean {
    return this.left === 0;
  }

  decode(input: Input): Bytes | undefined {
    if (input.available === 0 || this.left === 0) return undefined;
    const content = input.take(this.left);
    this.left -= content.length;
    return content;
  }
}
