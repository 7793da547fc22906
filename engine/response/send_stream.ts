/**
 * Sends a body that is a stream, or a file: in chunks, with the length that was
 * promised, or until the connection closes. RFC 9112 sections 6.3 and 7.1.
 *
 * @module
 */

import { encodeLatin1 } from "../../solutions/02_http/syntax.ts";
import type { Bytes } from "../../solutions/02_http/types.ts";
import type { FileStream } from "../files/file_stream.ts";
import type { Output } from "../io/output.ts";
import type { Answer } from "./response_head.ts";

const CRLF = encodeLatin1("\r\n");
const LAST_CHUNK = encodeLatin1("0\r\n\r\n");

/**
 * Sends the content of an answer, a stream. It is read no faster than the
 * client takes it.
 *
 * @param output Where to write; the head has gathered there, and the end may
 * still gather when this returns.
 * @param answer The answer.
 * @param reader Reads the content; who cancels it ends the answer.
 * @returns How many bytes of content were sent.
 * @throws {RangeError} If the content has not the length that was promised.
 * @throws {TypeError} If a chunk of the stream is anything but bytes.
 * @throws {unknown} What the stream throws. Cut the connection then: that is
 * how a client sees that something is missing.
 */
export async function sendStream(
  output: Output,
  { contentLength = Infinity, isChunked }: Answer,
  reader: ReadableStreamDefaultReader<Bytes>,
): Promise<number> {
  let sent = 0;
  for (;;) {
    const { done, value } = await output.flushDuring(reader.read());
    if (done) break;
    if (!(value instanceof Uint8Array)) {
      throw new TypeError("Cannot send stream: expected a chunk of bytes");
    }
    sent += value.length;
    if (sent > contentLength) throw wrongLength(contentLength, sent);
    // An empty chunk would be the last.
    if (value.length === 0) continue;
    if (isChunked) output.addText(`${value.length.toString(16)}\r\n`);
    await output.write(value);
    if (isChunked) output.add(CRLF);
  }
  if (sent < contentLength && contentLength !== Infinity) {
    throw wrongLength(contentLength, sent);
  }
  if (isChunked) output.add(LAST_CHUNK);
  return sent;
}

/**
 * Sends a file. Its end may still gather when this returns.
 *
 * @param output Where to write; the head has gathered there.
 * @param file The file; it is closed.
 * @returns How many bytes were sent.
 * @throws {RangeError} If the file has become shorter.
 */
export async function sendFile(
  output: Output,
  file: FileStream,
): Promise<number> {
  const { left: length } = file;
  let sent = 0;
  try {
    while (file.left > 0) {
      if (output.isFull) await output.flush();
      if (output.addFrom(file) === 0) throw wrongLength(length, sent);
      sent = length - file.left;
    }
    return sent;
  } finally {
    file.close();
  }
}

function wrongLength(expected: number, found: number): RangeError {
  return new RangeError(
    `Cannot send stream: Content-Length promised ${expected} bytes, found ${found}`,
  );
}
