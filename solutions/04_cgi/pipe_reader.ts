/**
 * Reading the output of a process, without waiting for the children that it
 * leaves running.
 *
 * @module
 */

import type { Bytes } from "../02_http/types.ts";

/**
 * How long all reads together may take after the process has ended, in
 * milliseconds. Its output is in the pipe by then, so this only has to be long
 * enough for a busy event loop.
 */
const GRACE_MS = 500;

/** The capacity of a pipe in bytes: the largest that Linux allows. */
const PIPE_BYTES = 1_048_576;

/**
 * The reading end of a pipe. It ends when the other end has been closed, or else
 * soon after the process has ended: a child of that process may keep the other
 * end open for ever, and even write to it now and then.
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
   * Starts to own a pipe.
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
   * Reads some bytes, and waits until there are some. Only one read at a time.
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
      if (this.#hasExited) this.#stopTimer();
    }
  }

  /** Closes the pipe; a pending read gets `null`. */
  async cancel(): Promise<void> {
    await this.#reader.cancel();
  }

  #startTimer(): void {
    this.#timerStart = performance.now();
    this.#timer = setTimeout(() => this.cancel(), this.#graceMs);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#graceMs -= performance.now() - this.#timerStart;
  }
}
