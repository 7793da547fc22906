/**
 * One file as an answer: whole, in part, or not at all since the client has it.
 *
 * @module
 */

import { contentType } from "../../media-types/mod.ts";
import { extname } from "../../path/mod.ts";
import { eTag, ifNoneMatch } from "../etag.ts";
import { STATUS_TEXT, type StatusCode } from "../status.ts";
import { baseHeaders, plainResponse } from "./plain_response.ts";

/** Options of {@linkcode serveFile}. */
export interface ServeFileOptions {
  /** The digest algorithm of the ETag; "SHA-256" by default. */
  etagAlgorithm?: AlgorithmIdentifier;
  /** What `Deno.stat` says of the file, where the caller has it already. */
  fileInfo?: Deno.FileInfo;
}

/** Positions in a file; the last one is included. */
interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Answers a request with a file.
 *
 * @param req The request.
 * @param filePath The path of the file.
 * @param options What is known of it already.
 * @returns The answer.
 * @throws {Error} What the file system throws, but for a file that is not there.
 */
export async function serveFile(
  req: Request,
  filePath: string,
  options: ServeFileOptions = {},
): Promise<Response> {
  await req.body?.cancel();
  if (req.method !== "GET" && req.method !== "HEAD") return plainResponse(405);
  const fileInfo = options.fileInfo ?? await stat(filePath);
  if (fileInfo === undefined || fileInfo.isDirectory) return plainResponse(404);
  const { size, mtime } = fileInfo;
  const algorithm = options.etagAlgorithm ?? "SHA-256";
  const etag = mtime ? await eTag(fileInfo, { algorithm }) : undefined;
  const headers = describe(filePath, mtime, etag);

  if (req.method === "HEAD") return respond(200, null, headers, size);
  if (isKnown(req.headers, mtime, etag)) return respond(304, null, headers);
  const range = parseRange(req.headers.get("Range"), size);
  if (range === undefined) {
    const file = await Deno.open(filePath);
    return respond(200, file.readable, headers, size);
  }
  const { first, last } = range;
  if (last < 0 || last < first || first >= size) {
    headers.set("Content-Range", `bytes */${size}`);
    return plainResponse(416, headers);
  }
  return await sendPart(filePath, headers, size, {
    first: Math.max(first, 0),
    last: Math.min(last, size - 1),
  });
}

async function stat(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function describe(
  path: string,
  mtime: Date | null,
  etag: string | undefined,
): Headers {
  const headers = baseHeaders();
  if (mtime) headers.set("Last-Modified", mtime.toUTCString());
  if (etag) headers.set("ETag", etag);
  const type = contentType(extname(path));
  if (type) headers.set("Content-Type", type);
  return headers;
}

/** Whether the client has this state of the file. */
function isKnown(
  fields: Headers,
  mtime: Date | null,
  etag: string | undefined,
): boolean {
  const tags = fields.get("If-None-Match");
  if (tags !== null) return !ifNoneMatch(tags, etag);
  const since = fields.get("If-Modified-Since");
  // The date has no milliseconds, the mtime has.
  return since !== null && mtime !== null &&
    mtime.getTime() < Date.parse(since) + 1000;
}

/**
 * The range that is asked for, which may have no byte of the file; `undefined`
 * where the whole file is the answer.
 */
function parseRange(value: string | null, size: number): ByteRange | undefined {
  const [, first, last] = /bytes=(\d*)-(\d*)$/.exec(value ?? "") ?? [];
  if (size === 0 || !first && !last) return undefined;
  if (!first) return { first: size - Number(last), last: size - 1 };
  return { first: Number(first), last: last ? Number(last) : size - 1 };
}

async function sendPart(
  path: string,
  headers: Headers,
  size: number,
  { first, last }: ByteRange,
): Promise<Response> {
  const length = last - first + 1;
  headers.set("Content-Range", `bytes ${first}-${last}/${size}`);
  const file = await Deno.open(path);
  await file.seek(first, Deno.SeekMode.Start);
  const part = file.readable.pipeThrough(takeBytes(length));
  return respond(206, part, headers, length);
}

/** Lets so many bytes pass, and then ends the stream on either side. */
function takeBytes(
  length: number,
): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let left = length;
  return new TransformStream({
    transform(chunk, controller) {
      controller.enqueue(chunk.subarray(0, left));
      left -= chunk.length;
      if (left <= 0) controller.terminate();
    },
  });
}

function respond(
  status: StatusCode,
  body: ReadableStream<Uint8Array<ArrayBuffer>> | null,
  headers: Headers,
  length?: number,
): Response {
  if (length !== undefined) headers.set("Content-Length", `${length}`);
  return new Response(body, {
    status,
    statusText: STATUS_TEXT[status],
    headers,
  });
}
