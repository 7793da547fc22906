/**
 * Sends the content of an answer, if it is too large to be sent together with
 * the head or is a stream. RFC 9112 sections 6.3 and 7.1.
 *
 * @module
 */

import { encodeLatin1 } from "../../solutions/02_http/syntax.ts";
import type { Bytes } from "../../solutions/02_http/types.ts";
import {
  notBytes,
  wrongLength,
} from "../../solutions/02_http/write_response.ts";
import type { Cancellations } from "../cancellations.ts";
import { FileStream } from "../files/file_stream.ts";
import type { Output } from "../io/output.ts";
import type { EngineRequest } from "../request.ts";
import type { Answer, Content } from "./answer.ts";

const encoder = new TextEncoder();

const CRLF = encodeLatin1("\r\n");
const LAST_CHUNK = encodeLatin1("0\r\n\r\n");

/** Where the content goes, and what it answers. */
export interface SendOptions {
  /** Where to write; it holds the head, and afterwards perhaps the last bytes. */
  readonly output: Output;
  /** The request; if it is aborted, a stream is cancelled. */
  readonly request: EngineRequest;
  /** Knows the streams that are being cancelled. */
  readonly cancellations: Cancellations;
}

/**
 * Sends content. A stream is read no faster than the client receives it.
 *
 * @param content The content.
 * @param answer The answer.
 * @param options Where to send it.
 * @returns How many bytes of content were sent.
 * @throws {RangeError} If the length of the content is not its Content-Length.
 * @throws {TypeError} If a chunk of a stream is not bytes.
 * @throws {unknown} The error of a stream. Cut the connection then, so that the
 * client notices that something is missing.
 */
export function sendContent(
  content: Content | undefined,
  answer: Answer,
  options: SendOptions,
): Promise<number> {
  if (!(content instanceof ReadableStream)) {
    return sendBytes(content, options.output);
  }
  options.request.watch();
  return sendStream(content, answer, options);
}

function sendStream(
  stream: ReadableStream<Bytes>,
  answer: Answer,
  { output, request, cancellations }: SendOptions,
): Promise<number> {
  if (stream instanceof FileStream) {
    // Lock it, so that it is not read or sent by anything else.
    stream.getReader();
    return sendFile(stream, output);
  }
  const reader = stream.getReader();
  const cancel = (reason: unknown) => {
    cancellations.add(reader.cancel(reason));
  };
  request.onAbort = cancel;
  if (request.isAborted) cancel(undefined);
  return sendChunks(reader, answer, output).catch((error) => {
    cancel(error);
    throw error;
  });
}

/**
 * Sends text or bytes as content.
 *
 * @param content The content.
 * @param output Where to write.
 * @returns How many bytes were sent.
 * @throws {RangeError} If the number of bytes has changed meanwhile.
 */
export async function sendBytes(
  content: string | Bytes | undefined,
  output: Output,
): Promise<number> {
  if (content === undefined) return 0;
  const bytes = typeof content === "string" ? encoder.encode(content) : content;
  const { length } = bytes;
  await output.write(bytes);
  // The handler may have transferred or resized the memory meanwhile.
  if (bytes.length === length) return length;
  throw new RangeError("Cannot send bytes: their number has changed");
}

async function sendChunks(
  reader: ReadableStreamDefaultReader<Bytes>,
  { contentLength = Infinity, isChunked }: Answer,
  output: Output,
): Promise<number> {
  let sent = 0;
  for (;;) {
    const { done, value } = await output.flushDuring(reader.read());
    if (done) break;
    if (!(value instanceof Uint8Array)) throw notBytes();
    sent += value.length;
    if (sent > contentLength) throw wrongLength(contentLength, sent);
    // An empty chunk would end the body.
    if (value.length === 0) continue;
    if (isChunked) output.buffer.addText(`${value.length.toString(16)}\r\n`);
    await output.write(value);
    if (isChunked) output.buffer.add(CRLF);
  }
  if (sent < contentLength && contentLength !== Infinity) {
    throw wrongLength(contentLength, sent);
  }
  if (isChunked) output.buffer.add(LAST_CHUNK);
  return sent;
}

/** Sends a file, and closes it. */
async function sendFile(file: FileStream, output: Output): Promise<number> {
  const { left: length } = file;
  const { buffer } = output;
  let sent = 0;
  try {
    while (file.left > 0) {
      if (buffer.isFull) await output.flush();
      if (buffer.addFrom(file) === 0) throw wrongLength(length, sent);
      sent = length - file.left;
    }
    return sent;
  } finally {
    file.close();
  }
}
