/**
 * The bytes that will be sent to a client next. Several answers collect here, so
 * that they leave in one write.
 *
 * @module
 */

import type { Bytes } from "../../solutions/02_http/types.ts";
import type { FileStream } from "../files/file_stream.ts";
import { SharedBytes } from "../files/shared_bytes.ts";
import {
  type BufferPool,
  FULL_BYTES,
  LARGE_BYTES,
  MAX_BYTES,
} from "./buffer_pool.ts";

/** Up to this many characters, a loop is faster than the encoder. */
const SHORT_TEXT = 64;

const encoder = new TextEncoder();

/** Owns bytes that have not been sent. */
export class OutputBuffer {
  readonly #pool: BufferPool;
  #buffer: Bytes | undefined;
  #length = 0;

  /**
   * An empty buffer. It takes memory only when something is added.
   *
   * @param pool Where the memory comes from.
   */
  constructor(pool: BufferPool) {
    this.#pool = pool;
  }

  /** How many bytes it holds. */
  get length(): number {
    return this.#length;
  }

  /** Whether the bytes should be written before more are added. */
  get isFull(): boolean {
    return this.#length >= FULL_BYTES;
  }

  /** The bytes; they change when more are added. */
  get bytes(): Bytes {
    return this.#buffer!.subarray(0, this.#length);
  }

  /**
   * Whether more bytes fit into the same write.
   *
   * @param length How many bytes.
   * @returns Whether there is room for them.
   */
  hasRoomFor(length: number): boolean {
    return !this.isFull && this.#length + length <= MAX_BYTES;
  }

  /**
   * Adds bytes.
   *
   * @param bytes The bytes; they are copied.
   */
  add(bytes: Bytes): void {
    this.#makeRoom(this.#length + bytes.length).set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /**
   * Adds the content of an answer whose head was added before.
   *
   * @param content The content; it is copied unless it is shared.
   */
  addContent(content: Bytes): void {
    if (!(content instanceof SharedBytes)) return this.add(content);
    const buffer = this.#buffer!;
    const joined = content.joinHead(buffer.subarray(0, this.#length));
    if (joined === undefined) return this.add(content);
    this.#pool.giveBack(buffer);
    this.#buffer = joined;
    this.#length = joined.length;
  }

  /**
   * Adds text.
   *
   * @param text The text, ASCII.
   */
  addText(text: string): void {
    const { length } = text;
    const buffer = this.#makeRoom(this.#length + length);
    let at = this.#length;
    this.#length += length;
    if (length > SHORT_TEXT) {
      encoder.encodeInto(text, buffer.subarray(at));
      return;
    }
    for (let index = 0; index < length; index++) {
      buffer[at++] = text.charCodeAt(index);
    }
  }

  /**
   * Reads from a file into the free room.
   *
   * @param file The file.
   * @returns How many bytes were added; 0 at the end of the file.
   */
  addFrom(file: FileStream): number {
    const whole = this.#length + file.left;
    const buffer = this.#makeRoom(whole <= MAX_BYTES ? whole : LARGE_BYTES);
    const count = file.readInto(buffer.subarray(this.#length));
    this.#length += count;
    return count;
  }

  /**
   * Copies the bytes that were added last.
   *
   * @param start How many bytes to leave out.
   * @returns The copy.
   */
  copyFrom(start: number): Bytes {
    return this.#buffer!.slice(start, this.#length);
  }

  /**
   * Removes the bytes that were added last.
   *
   * @param length How many bytes remain.
   */
  truncate(length: number): void {
    this.#length = length;
  }

  /**
   * Gives up the bytes, and is empty again.
   *
   * @returns The memory that they are in. Give it back to the pool.
   */
  detach(): Bytes {
    const buffer = this.#buffer!;
    this.#buffer = undefined;
    this.#length = 0;
    return buffer;
  }

  /** Returns memory for this many bytes that begins with the present ones. */
  #makeRoom(needed: number): Bytes {
    const buffer = this.#buffer;
    if (buffer !== undefined && needed <= buffer.length) return buffer;
    const larger = this.#pool.take(needed);
    if (buffer !== undefined) {
      larger.set(buffer.subarray(0, this.#length));
      this.#pool.giveBack(buffer);
    }
    return this.#buffer = larger;
  }
}
