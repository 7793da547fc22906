/**
 * Writes a response. RFC 9112 section 6.3: with its length, or, if the length is
 * unknown, until the connection closes.
 *
 * @module
 */

import { writeAll } from "../01_tcp/write_all.ts";
import { Departure } from "./departure.ts";
import { type EncodedResponse, encodeResponse } from "./response.ts";
import type { Bytes, HttpRequest, HttpResponse } from "./types.ts";

/** Content up to this many bytes is sent with the head, in one write. */
const COALESCE_BYTES = 65_536;

/**
 * Writes a response, with Date, Connection and Content-Length.
 *
 * @param connection Where to write.
 * @param response What to write.
 * @param request The request that it answers; left out if that could not be
 * read.
 * @throws {TypeError} If the response cannot be sent; nothing has been written.
 * @throws {RangeError} If a stream does not have the promised length: close the
 * connection, since nothing else shows that to the client.
 */
export async function writeResponse(
  connection: Deno.TcpConn,
  response: HttpResponse,
  request?: HttpRequest,
): Promise<void> {
  const departure = new Departure(Infinity);
  const onAbort = () => departure.abort(request?.signal.reason);
  request?.signal.addEventListener("abort", onAbort);
  try {
    const encoded = encodeResponse(response, request?.method);
    await sendResponse(connection, encoded, departure);
  } catch (error) {
    await discard(streamOf(response), error);
    throw error;
  } finally {
    request?.signal.removeEventListener("abort", onAbort);
  }
}

/**
 * Writes a response that is ready. Call it in the same turn as
 * {@linkcode encodeResponse}: later, another answer may have locked the stream.
 *
 * @param connection Where to write.
 * @param encoded What to write.
 * @param departure Notices that the client has gone: a stream that is silent
 * would not notice.
 * @returns How many bytes of content were written.
 */
export async function sendResponse(
  connection: Deno.TcpConn,
  encoded: EncodedResponse,
  departure: Departure,
): Promise<number> {
  const { head, content, headOnly } = encoded;
  const write = (bytes: Bytes) =>
    departure.duringWrite(writeAll(connection, bytes));
  if (headOnly || content === null) {
    await discard(content);
    await write(head);
    return 0;
  }
  if (content instanceof ReadableStream) {
    // Otherwise the kernel holds a small chunk back until the last one has been
    // acknowledged.
    connection.setNoDelay();
    return sendStream(write, encoded, content, departure.signal);
  }
  const { length } = content;
  if (length > COALESCE_BYTES) {
    await write(head);
    checkLength(content, length);
    await write(content);
  } else {
    await write(concat(head, content));
  }
  return length;
}

/**
 * Writes a stream. If it breaks off, the caller cuts the connection; without a
 * promised length the client takes that for the end. Only the chunked transfer
 * coding shows the difference.
 */
async function sendStream(
  write: (bytes: Bytes) => Promise<void>,
  { head, contentLength = Infinity }: EncodedResponse,
  stream: ReadableStream<Bytes>,
  signal: AbortSignal,
): Promise<number> {
  let sent = 0;
  const sink = new WritableStream<Bytes>({
    start: () => write(head),
    async write(chunk) {
      if (!(chunk instanceof Uint8Array)) throw notBytes();
      sent += chunk.length;
      if (sent > contentLength) throw wrongLength(contentLength, sent);
      await write(chunk);
    },
  });
  await stream.pipeTo(sink, { signal });
  if (sent < contentLength && contentLength !== Infinity) {
    throw wrongLength(contentLength, sent);
  }
  return sent;
}

/**
 * Finds the stream of a response, in order to cancel it.
 *
 * @param response What a handler has returned. It may be anything, and reading
 * its body may throw.
 * @returns The stream; `undefined` without one.
 */
export function streamOf(
  response: HttpResponse | undefined,
): ReadableStream<Bytes> | undefined {
  try {
    const body = response?.body;
    return body instanceof ReadableStream ? body : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Tells a stream that it will not be read, so that it closes its file.
 *
 * @param body The body of a response.
 * @param reason Why.
 */
export async function discard(
  body: HttpResponse["body"],
  reason?: unknown,
): Promise<void> {
  if (!(body instanceof ReadableStream)) return;
  // A stream that fails to close makes no difference to the answer.
  await Promise.try(() => body.cancel(reason)).catch(() => {});
}

/**
 * The error for a body that does not have the promised length.
 *
 * @param expected The promised length in bytes.
 * @param found The length so far in bytes.
 * @returns The error.
 */
export function wrongLength(expected: number, found: number): RangeError {
  return new RangeError(
    `Cannot send body: Content-Length promised ${expected} bytes, found ${found}`,
  );
}

/**
 * Checks that bytes still have their length: their memory may have been
 * transferred since the head was made.
 *
 * @param content The bytes.
 * @param length The promised length in bytes.
 * @throws {RangeError} If it is another one.
 */
export function checkLength(content: Bytes, length: number): void {
  if (content.length !== length) throw wrongLength(length, content.length);
}

/**
 * The error for a stream of anything but bytes.
 *
 * @returns The error.
 */
export function notBytes(): TypeError {
  return new TypeError("Cannot send stream: expected a chunk of bytes");
}

/**
 * Joins two byte arrays.
 *
 * @param head The first.
 * @param content The second.
 * @returns Both in one.
 */
export function concat(head: Bytes, content: Bytes): Bytes {
  const bytes = new Uint8Array(head.length + content.length);
  bytes.set(head);
  bytes.set(content, head.length);
  return bytes;
}
