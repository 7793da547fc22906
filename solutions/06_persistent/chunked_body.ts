/**
 * The chunked transfer coding of a request's body. RFC 9112 section 7.1.
 *
 * @module
 */

import type { ByteReader } from "../02_http/byte_reader.ts";
import { parseFieldLine } from "../02_http/fields.ts";
import type { Patience } from "../02_http/patience.ts";
import { readLine } from "../02_http/read_line.ts";
import { quote } from "../02_http/syntax.ts";
import { type Bytes, HttpError } from "../02_http/types.ts";
import type { Limits } from "./options.ts";

/** `chunk-size`, then perhaps `chunk-ext`. RFC 9112 section 7.1.1. */
const CHUNK_LINE =
  /^([\dA-F]{1,16})((?:[ \t]*;[ \t]*[!#$%&'*+\-.^_`|~\w]+(?:[ \t]*=[ \t]*(?:[!#$%&'*+\-.^_`|~\w]+|"(?:[\t \x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t\x20-\x7e\x80-\xff])*"))?)*)$/i;

/** Takes the chunks off a body. */
export class ChunkedBody {
  readonly #reader: ByteReader;
  readonly #patience: Patience;
  readonly #limits: Limits;
  #inChunk = 0;
  #total = 0;
  #extensionBytes = 0;
  #isFirst = true;

  /**
   * A body of which nothing has been read.
   *
   * @param reader The bytes of the client.
   * @param patience How long to wait for all of it.
   * @param limits How much to take.
   */
  constructor(reader: ByteReader, patience: Patience, limits: Limits) {
    this.#reader = reader;
    this.#patience = patience;
    this.#limits = limits;
  }

  /**
   * Reads some of the content.
   *
   * @returns At least one byte; `null` at the end, when the trailer section has
   * been read too.
   * @throws {HttpError} 400, 408, 413 or 431.
   */
  async read(): Promise<Bytes | null> {
    if (this.#inChunk === 0) {
      await this.#readChunkLine();
      if (this.#inChunk === 0) {
        await this.#readTrailers();
        return null;
      }
    }
    if (this.#reader.available === 0) await this.#fill();
    const bytes = this.#reader.take(this.#inChunk);
    this.#inChunk -= bytes.length;
    return bytes;
  }

  async #readChunkLine(): Promise<void> {
    if (!this.#isFirst) {
      const end = await this.#readLine(0);
      if (end !== "") throw malformed("it is longer than its chunk-size");
    }
    this.#isFirst = false;
    const { maxChunkExtensionBytes, maxBodyBytes } = this.#limits;
    const room = maxChunkExtensionBytes - this.#extensionBytes;
    const line = await this.#readLine(16 + room);
    const [, size, extension] = CHUNK_LINE.exec(line) ?? [];
    if (size === undefined) throw malformed(`${quote(line)} is no chunk-size`);
    this.#extensionBytes += extension.length;
    this.#inChunk = parseInt(size, 16);
    this.#total += this.#inChunk;
    if (this.#total > maxBodyBytes) {
      throw new HttpError(
        413,
        `Cannot take the body: expected at most ${maxBodyBytes} bytes`,
      );
    }
  }

  /** Trailers are checked and dropped: no handler can tell them from headers. */
  async #readTrailers(): Promise<void> {
    let bytes = this.#limits.maxTrailerBytes;
    for (let count = 0;; count++) {
      const tooLong = () =>
        new HttpError(431, "Cannot read the trailer section");
      const line = await readLine(this.#reader, this.#patience, {
        bytes,
        tooLong,
      });
      if (line === undefined) throw malformed("it has no end");
      if (line === "") return;
      if (count === this.#limits.maxFields) throw tooLong();
      parseFieldLine(line);
      bytes -= line.length;
    }
  }

  async #readLine(bytes: number): Promise<string> {
    const tooLong = () => malformed("a line is too long");
    const line = await readLine(this.#reader, this.#patience, {
      bytes,
      tooLong,
    });
    if (line === undefined) throw malformed("it has no end");
    return line;
  }

  async #fill(): Promise<void> {
    if (!await this.#patience.wait(this.#reader.fill())) {
      throw malformed("it has no end");
    }
  }
}

function malformed(reason: string): HttpError {
  return new HttpError(400, `Cannot read chunked body: ${reason}`);
}
