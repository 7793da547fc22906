/**
 * The fast way to a file: one whose path is plain, asked for without conditions,
 * as nearly all are. It never says no. What it does not know, it leaves to the
 * plain way of stage 03, which knows everything.
 *
 * The system is asked the same questions as there, but at once, and not by a
 * thread for which the event loop waits: a file of 1 KiB takes 20 µs, and took
 * 120. While a disk has to be waited for, everybody waits; so it is with nginx,
 * unless it is told otherwise.
 *
 * @module
 */

import { contentType } from "@std/media-types";
import { extname } from "@std/path";
import type {
  Bytes,
  HttpHandler,
  HttpRequest,
  HttpResponse,
} from "../solutions/02_http/types.ts";
import {
  staticFiles as plainStaticFiles,
  type StaticFilesOptions,
} from "../solutions/03_static.ts";
import { getValidators } from "../solutions/03_static/conditional.ts";
import { FileStream } from "./file_stream.ts";
import { HEAD_ROOM, share } from "./shared_bytes.ts";

/** Names that need no decoding, and that no rule is against. */
const PLAIN_PATH = /^(?:\/[\w-][\w.-]*)*\/?$/;

/** Fields that make an answer more than the whole file. */
const CONDITIONS = [
  "if-none-match",
  "if-modified-since",
  "range",
  "if-match",
  "if-unmodified-since",
];

/** A file of up to so many bytes is read at once, and closed. */
const SMALL_FILE_BYTES = 15_360;

/** The same of one that somebody else has asked for in the same moment. */
const SHARED_FILE_BYTES = 126_976;

const UNKNOWN_TYPE = "application/octet-stream";

/** How many files are remembered. */
const MAX_KNOWN = 1024;

/** A small file, as it is at the moment. */
interface Snapshot {
  readonly headers: Record<string, string>;
  readonly body: Bytes;
}

/** What is said of a file, as long as it has not changed. */
interface Description {
  readonly modified: number;
  readonly size: number;
  readonly headers: Record<string, string>;
}

/**
 * Makes a handler that serves the files under a directory, as `staticFiles` of
 * stage 03 does, in less time. Who wants to change the bytes of an answer makes
 * a copy: who has asked for the same file at the same time has the same.
 *
 * @param root The directory, a path or a `file:` URL.
 * @param options How directories are answered.
 * @returns The handler.
 * @throws {UsageError} If `root` is not a directory that can be read.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { serveHttp } from "./serve_http.ts";
 * import { staticFiles } from "./static_files.ts";
 *
 * const root = new URL("../../fixtures/www/", import.meta.url);
 * await using server = serveHttp({ port: 0 }, staticFiles(root));
 * const url = `http://127.0.0.1:${server.addr.port}/test.jpg`;
 * const response = await fetch(url);
 * assertEquals(response.headers.get("content-type"), "image/jpeg");
 * await response.body?.cancel();
 * ```
 */
export function staticFiles(
  root: string | URL,
  options: StaticFilesOptions = {},
): HttpHandler {
  const plain = plainStaticFiles(root, options);
  const files = new QuickFiles(Deno.realPathSync(root), plain);
  return (request) => files.answer(request) ?? plain(request);
}

/** Remembers what has been said of files; what they hold, only for a moment. */
class QuickFiles {
  readonly #root: string;
  readonly #plain: HttpHandler;
  readonly #known = new Map<string, Description>();
  readonly #asked = new Set<string>();
  readonly #snapshots = new Map<string, Snapshot>();

  constructor(root: string, plain: HttpHandler) {
    this.#root = root;
    this.#plain = plain;
  }

  /** Answers a request, if it is as simple as that. */
  answer(
    request: HttpRequest,
  ): HttpResponse | Promise<HttpResponse> | undefined {
    const { method, path, headers } = request;
    if (method !== "GET" || !PLAIN_PATH.test(path)) return undefined;
    if (CONDITIONS.some((name) => headers.has(name))) return undefined;
    const name = path.endsWith("/") ? `${path}index.html` : path;
    const snapshot = this.#snapshots.get(name);
    if (snapshot !== undefined) return toResponse(snapshot);
    try {
      return this.#open(name, request);
    } catch {
      // There is nothing, or no right to it: the plain way has words for that.
      return undefined;
    }
  }

  #open(
    name: string,
    request: HttpRequest,
  ): HttpResponse | Promise<HttpResponse> | undefined {
    const path = this.#root + name;
    const info = this.#find(path);
    if (info === undefined) return undefined;
    const headers = this.#describe(path, info);
    if (headers === undefined) return this.#learn(path, info, request);
    const isWanted = this.#isWanted(name);
    if (info.size > (isWanted ? SHARED_FILE_BYTES : SMALL_FILE_BYTES)) {
      return streamWhole(path, info, headers);
    }
    const body = readWhole(path, info.size);
    if (body === undefined) return undefined;
    const snapshot = { headers, body };
    this.#snapshots.set(name, snapshot);
    return toResponse(snapshot);
  }

  /**
   * Whether somebody else has asked for the file in this moment. Then it is
   * read once for all whose requests have come already: it is read after they
   * came. Whatever comes later takes its turn behind the microtask that forgets
   * it. Where many ask for the same page, all but the first take less than half
   * of the time. (A handler that changes the file in between, at once, is not
   * seen by a request that had come with its own.)
   */
  #isWanted(name: string): boolean {
    if (this.#asked.has(name)) return true;
    if (this.#asked.size === 0) {
      queueMicrotask(() => {
        this.#asked.clear();
        this.#snapshots.clear();
      });
    }
    this.#asked.add(name);
    return false;
  }

  /**
   * Finds a regular file, without a link on the way, which may lead anywhere.
   * It has not been opened then: to open a FIFO is to wait for a writer.
   */
  #find(path: string): Deno.FileInfo | undefined {
    let slash = path.indexOf("/", this.#root.length + 1);
    while (slash !== -1) {
      if (!Deno.lstatSync(path.slice(0, slash)).isDirectory) return undefined;
      slash = path.indexOf("/", slash + 1);
    }
    const info = Deno.lstatSync(path);
    return info.isFile ? info : undefined;
  }

  /** What is known of this state of the file. */
  #describe(path: string, { mtime, size }: Deno.FileInfo) {
    const known = this.#known.get(path);
    const isSame = known?.modified === mtime?.getTime() && known?.size === size;
    return isSame ? known?.headers : undefined;
  }

  /** Leaves the answer to the plain way, and can give it by itself next time. */
  async #learn(
    path: string,
    info: Deno.FileInfo,
    request: HttpRequest,
  ): Promise<HttpResponse> {
    const modified = info.mtime?.getTime() ?? Infinity;
    const { etag, lastModified } = await getValidators(info);
    // What is said of a file from the future changes with the time.
    if (etag && lastModified && modified < Date.now()) {
      if (this.#known.size === MAX_KNOWN) this.#known.clear();
      const headers = {
        "Content-Type": contentType(extname(path)) ?? UNKNOWN_TYPE,
        "Content-Length": `${info.size}`,
        "Accept-Ranges": "bytes",
        "ETag": etag,
        "Last-Modified": lastModified,
      };
      this.#known.set(path, { modified, size: info.size, headers });
    }
    return await this.#plain(request);
  }
}

/** Whoever passes the answer on may add fields to it. */
function toResponse({ headers, body }: Snapshot): HttpResponse {
  return { status: 200, headers: { ...headers }, body };
}

/** Reads a small file; not one that has another length by now. */
function readWhole(path: string, size: number): Bytes | undefined {
  using file = Deno.openSync(path);
  // What is small is copied in less time than it is shared.
  const isShared = size > SMALL_FILE_BYTES;
  const start = isShared ? HEAD_ROOM : 0;
  const buffer = new Uint8Array(start + size + 1);
  const count = file.readSync(buffer.subarray(start)) ?? 0;
  if (count !== size) return undefined;
  return isShared ? share(buffer, size) : buffer.subarray(0, size);
}

/** Sends a large file; not another, that has taken its name meanwhile. */
function streamWhole(
  path: string,
  { size, mtime }: Deno.FileInfo,
  headers: Record<string, string>,
): HttpResponse | undefined {
  const file = Deno.openSync(path);
  try {
    const now = file.statSync();
    const isSame = now.size === size &&
      now.mtime?.getTime() === mtime?.getTime();
    if (isSame) {
      const body = new FileStream(file, size);
      return { status: 200, headers: { ...headers }, body };
    }
    file.close();
  } catch (error) {
    file.close();
    throw error;
  }
}
