/**
 * Taking the framing off a body: how it is told where the body ends. RFC 9112
 * sections 6.2 and 7.1.
 *
 * @module
 */

import type { Bytes } from "../../solutions/02_http/types.ts";
import type { Input } from "../io/input.ts";

/** Knows where a body ends. */
export interface BodyDecoder {
  /** How many bytes are certainly still to come. */
  readonly left: number;
  /** Whether the end has been read. */
  readonly isDone: boolean;

  /**
   * Takes content out of what has come.
   *
   * @param input The bytes of the client.
   * @returns Some content; `undefined` if none has come, or at the end.
   * @throws {HttpError} If the body is malformed or too long.
   */
  decode(input: Input): Bytes | undefined;
}

/** A body whose length has been said. */
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
