/**
 * @wrong Waits for the end of file of stdout, which a child may keep open.
 * @replaces solutions/04_cgi/pipe_reader.ts
 * @rejectedBy task 35 · an answer ends with its program
 * @saying a child keeps stdout open: the answer does not end
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

// The children of the program are not killed either.
Deno.kill = () => {};
