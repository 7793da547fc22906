/**
 * Writes an answer: with its length, in chunks, or until the connection closes.
 *
 * @module
 */

import { writeAll } from "../01_tcp/write_all.ts";
import { encodeLatin1 } from "../02_http/syntax.ts";
import type { Bytes } from "../02_http/types.ts";
import type { Answer } from "./encode.ts";

const LAST_CHUNK = encodeLatin1("0\r\n\r\n");
const CRLF = encodeLatin1("\r\n");

/** Content up to this many bytes is copied behind the head: one write, not two. */
const COALESCE_BYTES = 65_536;

/**
 * Writes an answer.
 *
 * @param connection Where to write.
 * @param answer What to write.
 * @param signal Aborts when nobody waits for it any more.
 * @returns How many bytes of content were written.
 * @throws {RangeError} If the content has not the length that was promised.
 */
export async function sendAnswer(
  connection: Deno.TcpConn,
  answer: Answer,
  signal: AbortSignal,
): Promise<number> {
  const { head, content } = answer;
  if (content === null) {
    await writeAll(connection, head);
    return 0;
  }
  if (content instanceof ReadableStream) {
    return await sendStream(connection, answer, content, signal);
  }
  if (content.length <= COALESCE_BYTES) {
    await writeAll(connection, concat(head, content));
  } else {
    await writeAll(connection, head);
    await writeAll(connection, content);
  }
  return content.length;
}

async function sendStream(
  connection: Deno.TcpConn,
  { head, contentLength = Infinity, chunked }: Answer,
  stream: ReadableStream<Bytes>,
  signal: AbortSignal,
): Promise<number> {
  let sent = 0;
  const sink = new WritableStream<Bytes>({
    start: () => writeAll(connection, head),
    async write(chunk) {
      sent += chunk.length;
      if (sent > contentLength) throw wrongLength(contentLength, sent);
      // An empty chunk would be the last.
      if (chunk.length === 0) return;
      if (!chunked) return await writeAll(connection, chunk);
      const size = encodeLatin1(`${chunk.length.toString(16)}\r\n`);
      await writeAll(connection, concat(size, chunk, CRLF));
    },
  });
  await stream.pipeTo(sink, { signal });
  if (sent < contentLength && contentLength !== Infinity) {
    throw wrongLength(contentLength, sent);
  }
  if (chunked) await writeAll(connection, LAST_CHUNK);
  return sent;
}

function wrongLength(expected: number, found: number): RangeError {
  return new RangeError(
    `Cannot send stream: Content-Length promised ${expected} bytes, found ${found}`,
  );
}

function concat(...parts: Bytes[]): Bytes {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
