/**
 * Notices that the client of a request has gone.
 *
 * A reset or a failed write says so at once. An end of file does not: the client
 * may have half-closed the connection and still wait for its answer (RFC 9112
 * section 9.6). Only a write would show the difference, so while nothing is
 * written, such a client counts as gone after a while.
 *
 * @module
 */

import type { ByteReader } from "./byte_reader.ts";
import { startTimer } from "./wait_budget.ts";

/**
 * How many bytes are read ahead, to notice a reset or a close: unread ones of the
 * body, and of the next requests. Beyond them the departure of a client is
 * noticed by the next write, or when the handler reads on.
 */
export const WATCH_BYTES = 65_536;

/** The departure of the client of one request, or its forced end. */
export class Departure {
  readonly #controller = new AbortController();
  readonly #halfCloseTimeoutMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isWatching = false;
  #isHalfClosed = false;
  #isSending = false;
  #isOver = false;

  /**
   * A client that is there.
   *
   * @param halfCloseTimeoutMs How long a client that has sent its end of file
   * counts as there while nothing is sent to it, in milliseconds.
   */
  constructor(halfCloseTimeoutMs: number) {
    this.#halfCloseTimeoutMs = halfCloseTimeoutMs;
  }

  /** Aborts when the client has gone, or when the server gives up the request. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * Says that the client has gone, or that the server gives up the request.
   *
   * @param reason Why.
   */
  abort(reason: unknown): void {
    if (this.#isOver) return;
    this.#controller.abort(reason);
  }

  /** Stops watching: the request is answered. */
  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  /**
   * Keeps a read pending until the request is answered, or as many bytes are
   * unread as are read ahead. Call it when the handler starts, and again when
   * bytes have been taken.
   *
   * @param reader The bytes of the client.
   */
  async watch(reader: ByteReader): Promise<void> {
    if (this.#isWatching) return;
    this.#isWatching = true;
    try {
      while (!this.#isOver && reader.available < WATCH_BYTES) {
        if (await reader.fill()) continue;
        this.#isHalfClosed = true;
        this.#startTimer();
        return;
      }
      this.#isWatching = false;
    } catch (error) {
      this.abort(error);
    }
  }

  /**
   * Waits for work on the connection. Its failure means that the client has
   * gone.
   *
   * @param work A read or a write.
   * @returns The value of `work`.
   * @throws {unknown} The error of `work`.
   */
  async abortOnFailure<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      this.abort(error);
      throw error;
    }
  }

  /**
   * Waits for a write. While it is in progress the system itself notices
   * whether the client is still there; afterwards the client has the whole time
   * again.
   *
   * @param write The write.
   * @throws {unknown} The error of the write.
   */
  async duringWrite(write: Promise<void>): Promise<void> {
    this.#isSending = true;
    clearTimeout(this.#timer);
    try {
      await this.abortOnFailure(write);
    } finally {
      this.#isSending = false;
      this.#startTimer();
    }
  }

  #startTimer(): void {
    if (this.#isOver || this.#isSending || !this.#isHalfClosed) return;
    this.#timer = startTimer(this.#halfCloseTimeoutMs, () => {
      this.abort(new Deno.errors.TimedOut("The client seems to have gone"));
    });
  }
}
