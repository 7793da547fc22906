/**
 * The chunked transfer coding, decoded strictly: if two servers find the end of
 * a chunk in different places, a body becomes a request. RFC 9112 section 7.1.
 *
 * @module
 */

import type { ByteReader } from "../02_http/byte_reader.ts";
import { parseFieldLine } from "../02_http/fields.ts";
import { bodyTooLong } from "../02_http/framing.ts";
import { readLine } from "../02_http/read_line.ts";
import { quote } from "../02_http/syntax.ts";
import { type Bytes, HttpError } from "../02_http/types.ts";
import type { WaitBudget } from "../02_http/wait_budget.ts";
import { type BodyProgress, cutShort, takeContent } from "./length_decoder.ts";

/** The limits of a chunked body. */
export interface ChunkedLimits {
  /** Most bytes of content; 413 if there are more. */
  readonly maxBodyBytes: number;
  /** Most bytes of all extensions together; 400 if there are more. */
  readonly maxChunkExtensionBytes: number;
  /** Most bytes of the trailer section; 431 if there are more. */
  readonly maxTrailerBytes: number;
  /** Most fields in the trailer section; 431 if there are more. */
  readonly maxFields: number;
}

const TOKEN = "[!#$%&'*+.^_`|~\\w-]+";
const QUOTED_STRING =
  '"(?:[\\t !\\x23-\\x5b\\x5d-\\x7e\\x80-\\xff]|\\\\[\\t\\x20-\\x7e\\x80-\\xff])*"';
const BWS = "[\\t ]*";

/** More digits than any size that is accepted needs. */
const MAX_SIZE_DIGITS = 16;

/** `chunk-size [ chunk-ext ]` */
const CHUNK_LINE = new RegExp(
  `^([\\dA-F]{1,${MAX_SIZE_DIGITS}})` +
    `((?:${BWS};${BWS}${TOKEN}(?:${BWS}=${BWS}(?:${TOKEN}|${QUOTED_STRING}))?)*)$`,
  "i",
);

/**
 * Decodes a chunked body. Extensions and trailers are checked and dropped.
 *
 * @param reader The bytes of the client; those of the body come first.
 * @param budget The time for the body.
 * @param limits How much to accept.
 * @param progress Is kept up to date.
 * @yields The content, in pieces as they arrive.
 * @throws {HttpError} 400, 408, 413 or 431.
 */
export async function* decodeChunks(
  reader: ByteReader,
  budget: WaitBudget,
  limits: ChunkedLimits,
  progress: BodyProgress,
): AsyncGenerator<Bytes, undefined> {
  const { maxBodyBytes, maxChunkExtensionBytes } = limits;
  let contentBytes = 0;
  let extensionBytes = 0;
  async function nextLine(bytes: number, reason: string): Promise<string> {
    const tooLong = () => malformed(reason);
    const line = await readLine(reader, budget, { bytes, tooLong });
    if (line === undefined) throw cutShort();
    return line;
  }
  for (;;) {
    const room = maxChunkExtensionBytes - extensionBytes;
    const line = await nextLine(MAX_SIZE_DIGITS + room, "a size is too long");
    const { size, extension } = parseChunkLine(line);
    extensionBytes += extension.length;
    if (extensionBytes > maxChunkExtensionBytes) {
      throw malformed("the chunk extensions are too long");
    }
    if (size === 0) break;
    contentBytes += size;
    if (contentBytes > maxBodyBytes) throw bodyTooLong(maxBodyBytes);
    progress.left = size;
    while (progress.left > 0) yield takeContent(reader, budget, progress);
    await nextLine(0, "a chunk is longer than its size");
  }
  await skipTrailers(reader, budget, limits);
  progress.isDone = true;
}

function parseChunkLine(line: string): { size: number; extension: string } {
  const [, size, extension] = CHUNK_LINE.exec(line) ?? [];
  if (size === undefined) throw malformed(`${quote(line)} is not a chunk-size`);
  return { size: parseInt(size, 16), extension };
}

/** Trailers are dropped: among the header fields they could pose as those. */
async function skipTrailers(
  reader: ByteReader,
  budget: WaitBudget,
  { maxTrailerBytes, maxFields }: ChunkedLimits,
): Promise<void> {
  const tooLong = () =>
    new HttpError(431, "Cannot read trailer section: it is too large");
  let bytes = maxTrailerBytes;
  for (let count = 0; count <= maxFields; count++) {
    const line = await readLine(reader, budget, { bytes, tooLong });
    if (line === undefined) throw cutShort();
    if (line === "") return;
    parseFieldLine(line);
    bytes -= line.length + "\r\n".length;
  }
  throw tooLong();
}

function malformed(reason: string): HttpError {
  return new HttpError(400, `Cannot read chunked body: ${reason}`);
}
