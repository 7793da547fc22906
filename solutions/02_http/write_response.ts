/**
 * Writes a response. RFC 9112 section 6.3: with its length, or, where nobody
 * knows that, until the connection closes.
 *
 * @module
 */

import { writeAll } from "../01_tcp/write_all.ts";
import { type EncodedResponse, encodeResponse } from "./response.ts";
import type { Bytes, HttpRequest, HttpResponse } from "./types.ts";

/** Content up to this many bytes is copied behind the head: one write, not two. */
const COALESCE_BYTES = 65_536;

/**
 * Writes a response, with Date, Connection and Content-Length.
 *
 * @param connection Where to write.
 * @param response What to write.
 * @param request What it answers; left out if that could not be read.
 * @throws {TypeError} If the response cannot be sent; nothing has been written.
 * @throws {RangeError} If a stream has not the length that was promised: close
 * the connection, since the client cannot tell otherwise.
 */
export async function writeResponse(
  connection: Deno.TcpConn,
  response: HttpResponse,
  request?: HttpRequest,
): Promise<void> {
  const encoded = await prepareResponse(response, request?.method);
  await sendResponse(connection, encoded, request?.signal);
}

/**
 * Decides what to write, and lets go of the stream if that is nothing.
 *
 * @param response The response of a handler.
 * @param method The method of the request; `undefined` if it could not be read.
 * @returns What to write.
 * @throws {TypeError} If the response cannot be sent.
 */
export async function prepareResponse(
  response: HttpResponse,
  method: string | undefined,
): Promise<EncodedResponse> {
  try {
    return encodeResponse(response, method);
  } catch (error) {
    await discard(response?.body, error);
    throw error;
  }
}

/**
 * Writes a response that is ready.
 *
 * @param connection Where to write.
 * @param encoded What to write.
 * @param signal Aborts when nobody waits for it any more: a stream that has
 * nothing to say at the moment would not notice.
 * @returns How many bytes of content were written.
 */
export async function sendResponse(
  connection: Deno.TcpConn,
  encoded: EncodedResponse,
  signal?: AbortSignal,
): Promise<number> {
  const { head, content, headOnly } = encoded;
  if (headOnly || content === null) {
    await discard(content);
    await writeAll(connection, head);
    return 0;
  }
  if (content instanceof ReadableStream) {
    return await sendStream(connection, encoded, content, signal);
  }
  if (content.length > COALESCE_BYTES) {
    await writeAll(connection, head);
    await writeAll(connection, content);
  } else {
    await writeAll(connection, concat(head, content));
  }
  return content.length;
}

/**
 * Writes a stream. Should it break off, the caller cuts the connection; where
 * no length was promised, the client takes that for the end. Only chunked
 * transfer coding can tell the two apart.
 */
async function sendStream(
  connection: Deno.TcpConn,
  { head, contentLength = Infinity }: EncodedResponse,
  stream: ReadableStream<Bytes>,
  signal?: AbortSignal,
): Promise<number> {
  let sent = 0;
  const sink = new WritableStream<Bytes>({
    async start() {
      // Else the kernel holds a small chunk back until the last has arrived.
      connection.setNoDelay();
      await writeAll(connection, head);
    },
    async write(chunk) {
      sent += chunk.length;
      if (sent > contentLength) throw wrongLength(contentLength, sent);
      await writeAll(connection, chunk);
    },
  });
  await stream.pipeTo(sink, { signal });
  if (sent < contentLength && contentLength !== Infinity) {
    throw wrongLength(contentLength, sent);
  }
  return sent;
}

/** Tells a stream that nobody will read it, so that it closes its file. */
async function discard(
  body: HttpResponse["body"],
  reason?: unknown,
): Promise<void> {
  if (!(body instanceof ReadableStream)) return;
  // Whether it could be closed makes no difference to the answer.
  await body.cancel(reason).catch(() => {});
}

function wrongLength(expected: number, found: number): RangeError {
  return new RangeError(
    `Cannot send stream: Content-Length promised ${expected} bytes, found ${found}`,
  );
}

function concat(head: Bytes, content: Bytes): Bytes {
  const bytes = new Uint8Array(head.length + content.length);
  bytes.set(head);
  bytes.set(content, head.length);
  return bytes;
}
