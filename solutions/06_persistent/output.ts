/**
 * Writes an answer, no faster than the client reads it. RFC 9112 section 7.1.
 *
 * @module
 */

import type { Departure } from "../02_http/departure.ts";
import { encodeLatin1 } from "../02_http/syntax.ts";
import type { Bytes } from "../02_http/types.ts";
import { waitAtMost } from "../02_http/wait_budget.ts";
import {
  checkLength,
  concat,
  notBytes,
  wrongLength,
} from "../02_http/write_response.ts";
import type { Answer } from "./response.ts";

/** Content up to this many bytes is sent with the head, in one write. */
const COALESCE_BYTES = 65_536;

const CRLF = encodeLatin1("\r\n");
const LAST_CHUNK = encodeLatin1("0\r\n\r\n");

/** Options of {@linkcode sendAnswer}. */
export interface SendOptions {
  /** Where to write. */
  readonly tcp: Deno.TcpConn;
  /** How long a write may make no progress, in milliseconds. */
  readonly sendTimeoutMs: number;
  /** Notices that the client has gone. */
  readonly departure: Departure;
  /** Cancels a stream that will not be read to its end. */
  cancel(stream: Cancellable, reason?: unknown): void;
}

/** A stream, or its reader. */
export type Cancellable = Pick<ReadableStream, "cancel">;

/**
 * Sends an answer.
 *
 * @param answer The answer.
 * @param options Where to write, and the limits.
 * @returns How many bytes of content were sent.
 * @throws {RangeError} If the content does not have the promised length.
 * @throws {TypeError} If a chunk of a stream is anything but bytes.
 * @throws {unknown} The error of the stream, or that of a write. Cut the
 * connection then: only that shows the client that something is missing.
 */
export async function sendAnswer(
  answer: Answer,
  options: SendOptions,
): Promise<number> {
  const { head, content, headOnly } = answer;
  if (content instanceof ReadableStream) {
    if (!headOnly) return sendStream(answer, content, options);
    options.cancel(content);
  }
  if (headOnly || !(content instanceof Uint8Array)) {
    await write(head, options);
    return 0;
  }
  const { length } = content;
  if (length > COALESCE_BYTES) {
    await write(head, options);
    checkLength(content, length);
    await write(content, options);
  } else {
    await write(concat(head, content), options);
  }
  return length;
}

/** The next piece is read only once the last one has been written. */
async function sendStream(
  { head, contentLength = Infinity, isChunked }: Answer,
  stream: ReadableStream<Bytes>,
  options: SendOptions,
): Promise<number> {
  const reader = stream.getReader();
  const { signal } = options.departure;
  // A stream that is silent would not notice that the client has gone.
  signal.addEventListener(
    "abort",
    () => options.cancel(reader, signal.reason),
  );
  try {
    await write(head, options);
    let sent = 0;
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) break;
      if (!(value instanceof Uint8Array)) throw notBytes();
      sent += value.length;
      if (sent > contentLength) throw wrongLength(contentLength, sent);
      // An empty chunk would be the last one.
      if (value.length === 0) continue;
      await write(isChunked ? encodeChunk(value) : value, options);
    }
    if (contentLength !== Infinity && sent < contentLength) {
      throw wrongLength(contentLength, sent);
    }
    if (isChunked) await write(LAST_CHUNK, options);
    return sent;
  } catch (error) {
    options.cancel(reader, error);
    throw error;
  }
}

/** A chunk with its size and its line ends leaves in one write. */
function encodeChunk(content: Bytes): Bytes {
  const size = encodeLatin1(`${content.length.toString(16)}\r\n`);
  return concat(concat(size, content), CRLF);
}

/**
 * Writes bytes. The kernel takes them as far as its buffer has room, so progress
 * shows in large steps while the client reads.
 *
 * @param bytes The bytes.
 * @param options Where to write, and the time limit.
 * @throws {Deno.errors.TimedOut} If the client takes too long.
 * @throws {RangeError} If the memory of the bytes is transferred meanwhile.
 */
export async function write(
  bytes: Bytes,
  { tcp, sendTimeoutMs, departure }: Omit<SendOptions, "cancel">,
): Promise<void> {
  const { length } = bytes;
  const onLate = () => new Deno.errors.TimedOut("The client reads too slowly");
  await departure.duringWrite((async () => {
    for (let written = 0; written < length;) {
      if (bytes.length !== length) {
        throw new RangeError("Cannot send bytes: their number has changed");
      }
      const writing = tcp.write(bytes.subarray(written));
      written += await waitAtMost(writing, sendTimeoutMs, onLate);
    }
  })());
}
