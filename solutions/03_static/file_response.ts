/**
 * The answer that sends a file: all of it, a part of it, or the message that the
 * client already has it. RFC 9110 sections 8, 13 and 14.
 *
 * @module
 */

import {
  type Bytes,
  HttpError,
  type HttpRequest,
  type HttpResponse,
} from "../02_http/types.ts";
import {
  failedPrecondition,
  getValidators,
  isRangeWanted,
} from "./conditional.ts";
import { notFound } from "./file_error.ts";
import { mediaType } from "./media_type.ts";
import { type ByteRange, parseRange } from "./range.ts";

/**
 * How much of a file is read at a time, in bytes. Chunks that were sent stay in
 * memory until they are garbage-collected: sending 1 GiB took 35 MiB with chunks
 * of this size, and 74 MiB with chunks four times as large, which were hardly
 * faster.
 */
const CHUNK_SIZE = 64 * 1024;

/**
 * Answers a GET or HEAD with a file.
 *
 * @param request The request.
 * @param path The path of a regular file.
 * @param name The name that determines its media type.
 * @returns The answer. If its body is a stream, the file stays open until the
 * stream has been read to its end or cancelled.
 * @throws {HttpError} 412 if a precondition fails.
 * @throws {Error} The error of the file system if the file may not be read, or
 * no longer exists.
 */
export async function sendFile(
  request: HttpRequest,
  path: string,
  name: string,
): Promise<HttpResponse> {
  const file = await Deno.open(path);
  let body: ReadableStream<Bytes> | undefined;
  try {
    // Ask the open file: its name may meanwhile belong to another one.
    const info = await file.stat();
    if (!info.isFile) throw notFound();
    const { range, ...response } = await describe(request, info, name);
    if (range === undefined) return response;
    const length = range.last - range.first + 1;
    await file.seek(range.first, Deno.SeekMode.Start);
    if (length <= CHUNK_SIZE) {
      // Without a stream, a small file needs one write: a fifth more answers
      // per second.
      const bytes = new Uint8Array(length);
      const count = await file.read(bytes);
      if (count === length) return { ...response, body: bytes };
      await file.seek(range.first, Deno.SeekMode.Start);
    }
    body = streamFile(file, length);
    return { ...response, body };
  } finally {
    if (body === undefined) file.close();
  }
}

/** Decides everything except the body, and which range of the file to send. */
async function describe(
  { method, headers }: HttpRequest,
  info: Deno.FileInfo,
  name: string,
): Promise<HttpResponse & { range?: ByteRange }> {
  const { size } = info;
  // The clock is read once, so that everything in the answer agrees.
  const now = Date.now();
  const validators = await getValidators(info, now);
  const { etag, lastModified } = validators;
  const known = { "ETag": etag, "Last-Modified": lastModified };
  const failed = failedPrecondition(headers, validators);
  if (failed === 304) return { status: 304, headers: known };
  if (failed === 412) throw new HttpError(412, "The file has changed");
  const range = method === "GET" && isRangeWanted(headers, validators, now)
    ? parseRange(headers.get("range"), size)
    : undefined;
  if (range === "unsatisfiable") {
    return { status: 416, headers: { "Content-Range": `bytes */${size}` } };
  }
  const { first, last } = range ?? { first: 0, last: size - 1 };
  return {
    status: range ? 206 : 200,
    headers: {
      "Content-Type": mediaType(name),
      "Content-Length": `${last - first + 1}`,
      "Content-Range": range && `bytes ${first}-${last}/${size}`,
      "Accept-Ranges": "bytes",
      ...known,
    },
    range: method === "GET" ? { first, last } : undefined,
  };
}

/**
 * Sends the promised number of bytes, chunk by chunk as the client takes them.
 * If the file has grown since, the rest of it is not sent. If it has shrunk, the
 * stream ends early and the engine cuts the connection: that is the only way
 * left to tell the client that bytes are missing.
 */
function streamFile(file: Deno.FsFile, length: number): ReadableStream<Bytes> {
  let rest = length;
  function close(): void {
    // Unlike close(), this may be called twice: a client may leave during a read.
    file[Symbol.dispose]();
  }
  return new ReadableStream<Bytes>({
    async pull(controller) {
      try {
        const chunk = new Uint8Array(Math.min(CHUNK_SIZE, rest));
        const count = await file.read(chunk) ?? 0;
        rest -= count;
        if (count > 0) controller.enqueue(chunk.subarray(0, count));
        if (count > 0 && rest > 0) return;
        controller.close();
        close();
      } catch (error) {
        close();
        throw error;
      }
    },
    cancel: close,
  }, { highWaterMark: 0 });
}
