/**
 * @wrong Takes the end of file of stdout for the end of the answer, whoever
 * keeps it open.
 * @replaces solutions/04_cgi/pipe_reader.ts
 * @rejectedBy task 13 · an answer ends with its program, whatever that leaves
 * @saying a child keeps stdout open: the body does not end
 *
 * @module
 */

import type { Bytes } from "../../../solutions/02_http/types.ts";

export class PipeReader {
  readonly #reader: ReadableStreamDefaultReader<Bytes>;

  constructor(stream: ReadableStream<Bytes>) {
    this.#reader = stream.getReader();
  }

  async read(): Promise<Bytes | null> {
    const { value = null } = await this.#reader.read();
    return value;
  }

  async cancel(): Promise<void> {
    await this.#reader.cancel();
  }
}

// Nor are those killed that the program has left behind.
Deno.kill = () => {};
