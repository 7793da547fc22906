/**
 * Reading what a process writes, without waiting for those that it leaves
 * behind.
 *
 * @module
 */

import type { Bytes } from "../02_http/types.ts";

/**
 * How long reads may take altogether after the process has ended, in
 * milliseconds. What it has written waits in the pipe, so that this only has to
 * be long enough for a busy event loop to notice.
 */
const GRACE_MS = 500;

/** How much can wait in a pipe, in bytes: the most that Linux allows. */
const PIPE_BYTES = 1_048_576;

/**
 * The reading end of a pipe. It ends when nobody can write to it any more. Or
 * soon after the process has ended: a child that the process has started may
 * hold the other end open for ever, and even write to it now and then.
 */
export class PipeReader {
  readonly #reader: ReadableStreamDefaultReader<Bytes>;
  #isReading = false;
  #hasExited = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerStart = 0;
  #graceMs = GRACE_MS;
  #left = PIPE_BYTES;

  /**
   * Takes over a pipe.
   *
   * @param stream The pipe.
   * @param exited Settles when the process has ended.
   */
  constructor(stream: ReadableStream<Bytes>, exited: Promise<unknown>) {
    this.#reader = stream.getReader();
    exited.then(() => {
      this.#hasExited = true;
      if (this.#isReading) this.#startTimer();
    });
  }

  /**
   * Reads what is there, or waits for it. One read at a time.
   *
   * @returns Some bytes; `null` at the end.
   */
  async read(): Promise<Bytes | null> {
    this.#isReading = true;
    if (this.#hasExited) this.#startTimer();
    try {
      const { value = null } = await this.#reader.read();
      if (this.#hasExited && value !== null) this.#left -= value.length;
      if (this.#left >= 0) return value;
      await this.cancel();
      return null;
    } finally {
      this.#isReading = false;
      if (this.#timer !== undefined) this.#stopTimer();
    }
  }

  /** Closes the pipe; a read that waits gets `null`. */
  async cancel(): Promise<void> {
    await this.#reader.cancel();
  }

  #startTimer(): void {
    this.#timerStart = performance.now();
    this.#timer = setTimeout(() => this.cancel(), this.#graceMs);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#graceMs -= performance.now() - this.#timerStart;
  }
}
