/**
 * The chunked transfer coding. RFC 9112 section 7.1.
 *
 * The grammar is enforced strictly: if two servers disagree on where a chunk
 * ends, part of a body becomes a request.
 *
 * @module
 */

import { parseFieldLine } from "../../solutions/02_http/fields.ts";
import { bodyTooLong } from "../../solutions/02_http/framing.ts";
import type { LineLimit } from "../../solutions/02_http/read_line.ts";
import { quote } from "../../solutions/02_http/syntax.ts";
import { type Bytes, HttpError } from "../../solutions/02_http/types.ts";
import type { Input } from "../io/input.ts";
import { LineScanner } from "../io/line_scanner.ts";
import type { ResolvedOptions } from "../options.ts";
import type { BodyDecoder } from "./body_decoder.ts";

/** The limits of a chunked body. */
export type ChunkedLimits = Pick<
  ResolvedOptions,
  "maxBodyBytes" | "maxChunkExtensionBytes" | "maxTrailerBytes" | "maxFields"
>;

const TOKEN = "[!#$%&'*+.^_`|~\\w-]+";
const QUOTED_STRING =
  '"(?:[\\t !\\x23-\\x5b\\x5d-\\x7e\\x80-\\xff]|\\\\[\\t\\x20-\\x7e\\x80-\\xff])*"';
const BWS = "[\\t ]*";

/** `chunk-size`, with at most as many digits as every server can read, and `chunk-ext`. */
const CHUNK_LINE = new RegExp(
  `^([\\dA-F]{1,16})` +
    `((?:${BWS};${BWS}${TOKEN}(?:${BWS}=${BWS}(?:${TOKEN}|${QUOTED_STRING}))?)*)$`,
  "i",
);

const MAX_SIZE_DIGITS = 16;

/** Decodes chunks. It checks extensions and trailers, and drops them. */
export class ChunkedDecoder implements BodyDecoder {
  isDone = false;
  readonly #limits: ChunkedLimits;
  readonly #lines = new LineScanner();
  #state: "size" | "content" | "end of chunk" | "trailers" = "size";
  #left = 0;
  #contentBytes = 0;
  #extensionBytes = 0;
  #trailerBytes = 0;
  #trailerFields = 0;

  /**
   * A body of which nothing has been read.
   *
   * @param limits The limits.
   */
  constructor(limits: ChunkedLimits) {
    this.#limits = limits;
  }

  get left(): number {
    return this.#left;
  }

  decode(input: Input): Bytes | undefined {
    for (;;) {
      if (this.#state === "content") {
        if (input.available === 0) return undefined;
        return this.#takeContent(input);
      }
      const line = this.#takeLine(input);
      if (line === undefined) return undefined;
      if (this.#state === "size") this.#begin(line);
      else if (this.#state === "end of chunk") this.#state = "size";
      else if (this.#dropTrailer(line)) return undefined;
    }
  }

  #takeContent(input: Input): Bytes {
    const content = input.take(this.#left);
    this.#left -= content.length;
    if (this.#left === 0) this.#state = "end of chunk";
    return content;
  }

  #takeLine(input: Input): string | undefined {
    const line = this.#lines.next(input, this.#lineLimit());
    if (line !== undefined) this.#lines.take(input);
    return line;
  }

  #lineLimit(): LineLimit {
    const { maxChunkExtensionBytes, maxTrailerBytes } = this.#limits;
    switch (this.#state) {
      case "size":
        return {
          bytes: MAX_SIZE_DIGITS + maxChunkExtensionBytes -
            this.#extensionBytes,
          tooLong: () => malformed("a size is too long"),
        };
      case "trailers":
        return {
          bytes: maxTrailerBytes - this.#trailerBytes,
          tooLong: trailersTooLarge,
        };
      default:
        return {
          bytes: 0,
          tooLong: () => malformed("a chunk is longer than its size"),
        };
    }
  }

  #begin(line: string): void {
    const { maxBodyBytes, maxChunkExtensionBytes } = this.#limits;
    const [, size, extension] = CHUNK_LINE.exec(line) ?? [];
    if (size === undefined) {
      throw malformed(`${quote(line)} is not a chunk-size`);
    }
    this.#extensionBytes += extension.length;
    if (this.#extensionBytes > maxChunkExtensionBytes) {
      throw malformed("the chunk extensions are too long");
    }
    this.#left = parseInt(size, 16);
    this.#contentBytes += this.#left;
    if (this.#contentBytes > maxBodyBytes) {
      throw bodyTooLong(maxBodyBytes);
    }
    this.#state = this.#left === 0 ? "trailers" : "content";
  }

  /**
   * Drops a trailer field. Merged into the header section, it could replace a
   * header field. Returns whether the section has ended.
   */
  #dropTrailer(line: string): boolean {
    if (line === "") {
      this.isDone = true;
      return true;
    }
    parseFieldLine(line);
    this.#trailerBytes += line.length + "\r\n".length;
    this.#trailerFields++;
    const { maxTrailerBytes, maxFields } = this.#limits;
    if (
      this.#trailerBytes > maxTrailerBytes || this.#trailerFields > maxFields
    ) {
      throw trailersTooLarge();
    }
    return false;
  }
}

function trailersTooLarge(): HttpError {
  return new HttpError(431, "Cannot read trailer section: it is too large");
}

function malformed(reason: string): HttpError {
  return new HttpError(400, `Cannot read chunked body: ${reason}`);
}
