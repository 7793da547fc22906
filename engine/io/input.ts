/**
 * What a client sends, until somebody takes it: the buffer of stage 02, for a
 * server with thousands of clients that mostly say nothing.
 *
 * @module
 */

import { decodeLatin1 } from "../../solutions/02_http/syntax.ts";
import { type Bytes, HttpError } from "../../solutions/02_http/types.ts";

/**
 * The buffer of a client that says nothing, in bytes. With 64 KiB, 10 000
 * connections took six times the memory of `Deno.serve`, with this 0.6 times.
 */
const IDLE_BYTES = 512;

/** The same of one that sends many requests at once. */
const BUSY_BYTES = 4096;

/** And while a body is being read. */
const BODY_BYTES = 65_536;

/**
 * How often in a row most of a buffer must stay empty before it becomes smaller.
 * At once, the buffer of a client that sends 16 requests at a time would change
 * its size with every read, and take two reads and two writes for them.
 */
const SPARSE_READS = 16;

const CR = 13;
const LF = 10;

/** What has to know when a connection breaks. */
export interface Breakable {
  /**
   * Ends what goes on there.
   *
   * @param reason Why.
   */
  cut(reason: unknown): void;
}

/** Owns the bytes that have come and that nobody has taken yet. */
export class Input {
  /** The bytes; those from {@linkcode start} to {@linkcode end} are unread. */
  buffer: Bytes = new Uint8Array(IDLE_BYTES);
  /** Where the unread bytes begin. */
  start = 0;
  /** Where they end. */
  end = 0;
  /** Whether the client has said all that it will say. */
  isEnded = false;
  /** Why no more can be read, if the connection is broken. */
  failure: unknown;
  /** A request that still has its header section here. */
  tenant: { moveOut(): void } | undefined;
  /** Whether a large buffer is worth its memory. */
  expectsMuch = false;
  readonly #connection: Deno.TcpConn;
  readonly #owner: Breakable;
  #reading: Promise<boolean> | undefined;
  #sparseReads = 0;

  /**
   * An input of which nothing has been read.
   *
   * @param connection Where the bytes come from.
   * @param owner Is cut when the connection breaks.
   */
  constructor(connection: Deno.TcpConn, owner: Breakable) {
    this.#connection = connection;
    this.#owner = owner;
  }

  /** How many bytes have come and were not taken. */
  get available(): number {
    return this.end - this.start;
  }

  /**
   * Waits until more bytes have come. There is never more than one read under
   * way, and it stays: whoever gives up waiting loses nothing.
   *
   * @returns `false` if there will be no more.
   */
  fill(): Promise<boolean> {
    if (this.isEnded) return Promise.resolve(false);
    if (this.#reading !== undefined) return this.#reading;
    if (this.tenant !== undefined) {
      this.tenant.moveOut();
      this.tenant = undefined;
    }
    // Not an async function: that is 0.1 µs less for every request.
    return this.#reading = this.#connection.read(this.#makeRoom())
      .then(this.#onRead, this.#onError);
  }

  /**
   * Takes a line that has come whole, as stage 02 does: only CR LF ends it.
   *
   * @param limit How long it may be, in bytes without CR LF.
   * @param tooLong Makes the error for a longer one.
   * @returns The line without its end; `undefined` when that has not come yet.
   * @throws {HttpError} 400, if there is a CR or LF by itself.
   */
  takeLine(limit: number, tooLong: () => HttpError): string | undefined {
    const { buffer, start } = this;
    // No further than the limit: what is looked at twice is never much.
    const end = Math.min(this.end, start + limit + "\r\n".length);
    for (let at = start; at < end; at++) {
      if (buffer[at] !== CR && buffer[at] !== LF) continue;
      if (buffer[at] === LF) {
        throw new HttpError(400, "Cannot parse line: found LF without CR");
      }
      if (at + 1 === this.end) return undefined;
      if (buffer[at + 1] !== LF) {
        throw new HttpError(400, "Cannot parse line: found CR without LF");
      }
      if (at - start > limit) throw tooLong();
      this.start = at + 2;
      return decodeLatin1(buffer.subarray(start, at));
    }
    if (end - start > limit + 1) throw tooLong();
    return undefined;
  }

  /**
   * Takes bytes that have come.
   *
   * @param limit How many to take at most.
   * @returns A copy of them: the buffer will be overwritten.
   */
  take(limit: number): Bytes {
    const from = this.start;
    return this.buffer.slice(from, from + this.skip(limit));
  }

  /**
   * Drops bytes that have come.
   *
   * @param limit How many to drop at most.
   * @returns How many were dropped.
   */
  skip(limit: number): number {
    const count = Math.min(limit, this.available);
    this.start += count;
    return count;
  }

  /** Where the next read may write: at least a byte, mostly much more. */
  #makeRoom(): Bytes {
    if (this.start === this.end) this.#resize();
    else if (this.end === this.buffer.length) this.#grow();
    return this.end === 0 ? this.buffer : this.buffer.subarray(this.end);
  }

  /** Larger for one who fills it, smaller for one who does not. */
  #resize(): void {
    const { length } = this.buffer;
    const max = this.expectsMuch ? BODY_BYTES : BUSY_BYTES;
    let size = length;
    if (this.end === length) size *= 2;
    this.#sparseReads = this.end < length / 4 ? this.#sparseReads + 1 : 0;
    if (this.#sparseReads === SPARSE_READS) {
      this.#sparseReads = 0;
      size /= 2;
    }
    this.start = this.end = 0;
    const newLength = Math.max(IDLE_BYTES, Math.min(size, max));
    if (newLength !== length) this.buffer = new Uint8Array(newLength);
  }

  /**
   * Larger for one who has filled it. And what moves is at most half of it, so
   * that it moves rarely.
   */
  #grow(): void {
    const unread = this.buffer.subarray(this.start);
    const { length } = this.buffer;
    if (length < BUSY_BYTES || unread.length > length / 2) {
      this.buffer = new Uint8Array(length * 2);
    }
    this.buffer.set(unread);
    this.start = 0;
    this.end = unread.length;
  }

  readonly #onRead = (count: number | null): boolean => {
    this.#reading = undefined;
    if (count === null) {
      this.isEnded = true;
      return false;
    }
    this.end += count;
    return true;
  };

  readonly #onError = (reason: unknown): boolean => {
    this.#reading = undefined;
    this.isEnded = true;
    this.failure = reason;
    this.#owner.cut(reason);
    return false;
  };
}
