/**
 * A file as a body. Other code sees a stream. The engine recognizes the class
 * and reads from the file directly into its output buffer: 100 KiB take 60 µs
 * instead of 160.
 *
 * @module
 */

import type { Bytes } from "../../solutions/02_http/types.ts";

/** How much the stream delivers at a time, in bytes. */
const CHUNK_BYTES = 65_536;

/** A part of an open file. */
export class FileStream extends ReadableStream<Bytes> {
  /** How many bytes have not been read. */
  left: number;
  readonly #file: Deno.FsFile;

  /**
   * A body of which nothing has been read.
   *
   * @param file The file, at the first byte to send. It is closed after the last
   * byte has been read, and when the stream is cancelled.
   * @param length How many bytes to send.
   */
  constructor(file: Deno.FsFile, length: number) {
    super({
      pull: (controller) => this.#pull(controller),
      cancel: () => this.close(),
    }, { highWaterMark: 0 });
    this.#file = file;
    this.left = length;
  }

  /**
   * Reads from the file, on the thread of the event loop. A requested file is
   * usually in the page cache, and copying it from there takes less time than
   * waking another thread.
   *
   * @param buffer Where to put the bytes.
   * @returns How many bytes were read; 0 at the end, which comes early if the
   * file has become shorter.
   */
  readInto(buffer: Bytes): number {
    const limit = Math.min(buffer.length, this.left);
    const count = this.#file.readSync(buffer.subarray(0, limit)) ?? 0;
    this.left -= count;
    return count;
  }

  #pull(controller: ReadableStreamDefaultController<Bytes>): void {
    const chunk = new Uint8Array(Math.min(CHUNK_BYTES, this.left));
    let count = 0;
    try {
      count = this.readInto(chunk);
    } finally {
      if (count === 0 || this.left === 0) this.close();
    }
    if (count > 0) controller.enqueue(chunk.subarray(0, count));
    if (count === 0 || this.left === 0) controller.close();
  }

  /** Closes the file, unless it is closed already. */
  close(): void {
    this.#file[Symbol.dispose]();
  }
}
