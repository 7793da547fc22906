/**
 * A buffer between the connection, which delivers bytes in pieces of its own
 * choosing, and the parsers, which want lines and lengths.
 *
 * @module
 */

import { decodeLatin1 } from "./syntax.ts";
import { type Bytes, HttpError } from "./types.ts";

/** How much is read at once, in bytes. */
const READ_BYTES = 4096;

const CR = 13;
const LF = 10;

/** Where the bytes come from; a connection is one. */
export interface ByteSource {
  /** Reads some bytes into `buffer`; `null` at the end of file. */
  read(buffer: Uint8Array): Promise<number | null>;
}

/** Owns the bytes that have come and that nobody has taken yet. */
export class ByteReader {
  readonly #source: ByteSource;
  #buffer = new Uint8Array(READ_BYTES);
  #start = 0;
  #end = 0;
  /** How far past `#start` no line ends, so that no byte is searched twice. */
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

  /** How many bytes have come and were not taken. */
  get available(): number {
    return this.#end - this.#start;
  }

  /**
   * Waits until more bytes have come. There is never more than one read under
   * way: whoever asks while there is one waits for the same, so a wait may be
   * given up and no byte is lost.
   *
   * @returns `false` at the end of file.
   */
  fill(): Promise<boolean> {
    return this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
  }

  /**
   * Takes a line that has come whole. RFC 9112 section 2.2: a line ends with
   * CR LF. A recipient may let a bare LF pass; but two servers in a row that
   * disagree on where a line ends can be made to disagree on where a request
   * ends, so here only CR LF does it.
   *
   * @returns The line without its end, one character per byte; `undefined`
   * when its end has not come yet.
   * @throws {HttpError} 400, if there is a CR or LF by itself.
   */
  takeLine(): string | undefined {
    const unread = this.#buffer.subarray(this.#start, this.#end);
    const cr = unread.indexOf(CR, this.#searched);
    const lf = unread.indexOf(LF, this.#searched);
    if (lf !== -1 && (cr === -1 || lf < cr)) {
      throw new HttpError(400, "Cannot parse line: found LF without CR");
    }
    if (cr === -1 || cr + 1 === unread.length) {
      this.#searched = cr === -1 ? unread.length : cr;
      return undefined;
    }
    if (unread[cr + 1] !== LF) {
      throw new HttpError(400, "Cannot parse line: found CR without LF");
    }
    this.#start += cr + 2;
    this.#searched = 0;
    return decodeLatin1(unread.subarray(0, cr));
  }

  /**
   * Takes bytes that have come.
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

  /** Moves only what is at most half of the buffer, so that it moves rarely. */
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
