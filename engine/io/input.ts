/**
 * The input buffer of a connection: bytes that have arrived and were not taken
 * yet. It does the same as the reader of stage 02, with little memory for each
 * of thousands of idle connections.
 *
 * @module
 */

import type { Bytes } from "../../solutions/02_http/types.ts";
import type { ConnectionOwner } from "./connection_owner.ts";

/**
 * The buffer of an idle connection, in bytes. With 64 KiB, 10 000 connections
 * took six times the memory of `Deno.serve`; with 512 bytes they take 0.6 times.
 */
const IDLE_BYTES = 512;

/** The largest buffer for a client that sends many requests at once, in bytes. */
const BUSY_BYTES = 4096;

/** The largest buffer while a body is read, in bytes. */
const BODY_BYTES = 65_536;

/**
 * How many reads in a row must leave most of a buffer empty before it shrinks.
 * If one were enough, the buffer of a client that sends 16 requests at a time
 * would change its size at every read, and each batch would take two reads.
 */
const SPARSE_READS = 16;

/** A request whose header section is still in the input buffer. */
export interface HeadOwner {
  /** Copies the header section, because the buffer is about to be overwritten. */
  copyHead(): void;
}

/** Owns the bytes that have arrived and were not taken yet. */
export class Input {
  /** The buffer; the bytes from {@linkcode start} to {@linkcode end} are unread. */
  buffer: Bytes = new Uint8Array(IDLE_BYTES);
  /** Where the unread bytes begin. */
  start = 0;
  /** Where the unread bytes end. */
  end = 0;
  /** Whether no more bytes will arrive. */
  isEnded = false;
  /** Why the connection broke, if it did. */
  failure: unknown;
  /** The request whose header section is still in the buffer. */
  headOwner: HeadOwner | undefined;
  /** Whether a body is being read, so that a large buffer pays off. */
  expectsBody = false;
  readonly #connection: Deno.TcpConn;
  readonly #owner: ConnectionOwner;
  #reading: Promise<boolean> | undefined;
  #sparseReads = 0;

  /**
   * An empty buffer.
   *
   * @param connection Where the bytes come from.
   * @param owner Is told when the connection breaks.
   */
  constructor(connection: Deno.TcpConn, owner: ConnectionOwner) {
    this.#connection = connection;
    this.#owner = owner;
  }

  /** How many bytes are unread. */
  get available(): number {
    return this.end - this.start;
  }

  /**
   * Waits until more bytes have arrived. There is at most one read in progress,
   * and all callers wait for the same one, so a caller that stops waiting loses
   * no bytes.
   *
   * @returns `false` if no more bytes will arrive.
   */
  fill(): Promise<boolean> {
    if (this.isEnded) return Promise.resolve(false);
    if (this.#reading !== undefined) return this.#reading;
    if (this.headOwner !== undefined) {
      this.headOwner.copyHead();
      this.headOwner = undefined;
    }
    // Not an async function: that would cost 0.1 µs more for every request.
    return this.#reading = this.#connection.read(this.#makeRoom())
      .then(this.#onRead, this.#onError);
  }

  /**
   * Takes unread bytes.
   *
   * @param limit How many to take at most.
   * @returns A copy, because the buffer will be overwritten.
   */
  take(limit: number): Bytes {
    const from = this.start;
    return this.buffer.slice(from, from + this.skip(limit));
  }

  /**
   * Drops unread bytes.
   *
   * @param limit How many to drop at most.
   * @returns How many were dropped.
   */
  skip(limit: number): number {
    const count = Math.min(limit, this.available);
    this.start += count;
    return count;
  }

  /** Returns the free part of the buffer, at least one byte, for the next read. */
  #makeRoom(): Bytes {
    if (this.start === this.end) this.#resize();
    else if (this.end === this.buffer.length) this.#grow();
    return this.end === 0 ? this.buffer : this.buffer.subarray(this.end);
  }

  /** Doubles an empty buffer that was full, and halves one that rarely is. */
  #resize(): void {
    const { length } = this.buffer;
    const max = this.expectsBody ? BODY_BYTES : BUSY_BYTES;
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
   * Makes room after the unread bytes. They move only if they fill at most half
   * of the buffer, so that they move rarely.
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
