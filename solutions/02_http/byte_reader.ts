/**
 * A buffer between the connection, which delivers bytes in pieces of any size,
 * and the parsers, which need lines and lengths.
 *
 * @module
 */

import { findLineEnd } from "./line_end.ts";
import { decodeLatin1 } from "./syntax.ts";
import type { Bytes } from "./types.ts";

/** How much is read at once, in bytes. */
const READ_BYTES = 4096;

/** The source of the bytes: a connection, for instance. */
export interface ByteSource {
  /** Reads some bytes into `buffer`; gives `null` at the end of file. */
  read(buffer: Uint8Array): Promise<number | null>;
}

/** Owns the bytes that have arrived and have not been taken yet. */
export class ByteReader {
  readonly #source: ByteSource;
  #buffer = new Uint8Array(READ_BYTES);
  #start = 0;
  #end = 0;
  /** How many unread bytes hold no line end: no byte is searched twice. */
  #searched = 0;
  #reading: Promise<boolean> | undefined;

  /**
   * A reader whose buffer is empty.
   *
   * @param source Where the bytes come from.
   */
  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** How many bytes have arrived and have not been taken. */
  get available(): number {
    return this.#end - this.#start;
  }

  /**
   * Waits until more bytes have arrived. There is never more than one read in
   * progress: a second call waits for the same read, so a wait may be given up
   * without losing a byte.
   *
   * @returns `false` at the end of file.
   */
  fill(): Promise<boolean> {
    return this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
  }

  /**
   * Takes a line that has arrived completely.
   *
   * @returns The line without its CR LF, one character per byte; `undefined`
   * if its end has not arrived yet.
   * @throws {HttpError} 400 for a CR or LF that is not part of CR LF.
   */
  takeLine(): string | undefined {
    const unread = this.#buffer.subarray(this.#start, this.#end);
    const end = findLineEnd(unread, this.#searched);
    if (end === -1) {
      // The last byte may be the CR of a line whose LF is still to come.
      this.#searched = Math.max(unread.length - 1, 0);
      return undefined;
    }
    this.#start += end + "\r\n".length;
    this.#searched = 0;
    return decodeLatin1(unread.subarray(0, end));
  }

  /**
   * Shows bytes that have arrived, and leaves them where they are.
   *
   * @param limit How many to show at most.
   * @returns A view of them, good until the next read.
   */
  peek(limit: number): Bytes {
    const end = Math.min(this.#start + limit, this.#end);
    return this.#buffer.subarray(this.#start, end);
  }

  /**
   * Takes bytes that have arrived.
   *
   * @param limit How many to take at most.
   * @returns A copy of them: the buffer will be overwritten.
   */
  take(limit: number): Bytes {
    const end = Math.min(this.#start + limit, this.#end);
    const bytes = this.#buffer.slice(this.#start, end);
    this.#start = end;
    this.#searched = 0;
    return bytes;
  }

  async #read(): Promise<boolean> {
    this.#makeRoom();
    const count = await this.#source.read(this.#buffer.subarray(this.#end));
    if (count === null) return false;
    this.#end += count;
    return true;
  }

  /** Moves at most half a buffer, so that bytes are moved rarely. */
  #makeRoom(): void {
    if (this.#start === this.#end) this.#start = this.#end = 0;
    if (this.#end < this.#buffer.length) return;
    const unread = this.#buffer.subarray(this.#start, this.#end);
    if (unread.length > this.#buffer.length / 2) {
      this.#buffer = new Uint8Array(this.#buffer.length * 2);
    }
    this.#buffer.set(unread);
    this.#start = 0;
    this.#end = unread.length;
  }
}
