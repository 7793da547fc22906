/**
 * Answers simple requests for files, and leaves all others to stage 03.
 *
 * @module
 */

import type {
  Bytes,
  HttpHandler,
  HttpRequest,
  HttpResponse,
} from "../../solutions/02_http/types.ts";
import { getValidators } from "../../solutions/03_static/conditional.ts";
import { openStream, readWhole, SMALL_FILE_BYTES } from "./read_file.ts";

/** Paths that need no decoding and that no rule of stage 03 forbids. */
const PLAIN_PATH = /^(?:\/[\w-][\w.-]*)*\/?$/;

/** Fields that ask for something else than the whole file. */
const CONDITIONS = [
  "if-none-match",
  "if-modified-since",
  "range",
  "if-match",
  "if-unmodified-since",
];

/** The largest file that is read once for several clients, in bytes. */
const SHARED_FILE_BYTES = 126_976;

/** How many files are remembered. */
const MAX_KNOWN = 1024;

type Fields = Readonly<Record<string, string | undefined>>;

/** The content of a small file in this turn of the event loop. */
interface Snapshot {
  readonly headers: Fields;
  readonly body: Bytes;
}

/** The fields with which stage 03 answered, valid until the file changes. */
interface KnownFile {
  readonly modified: number;
  readonly size: number;
  readonly headers: Fields;
}

/**
 * Remembers the response fields of a file until it changes, and its content for
 * one turn of the event loop.
 */
export class FastFiles {
  readonly #root: string;
  readonly #plain: HttpHandler;
  readonly #known = new Map<string, KnownFile>();
  readonly #requested = new Set<string>();
  readonly #snapshots = new Map<string, Snapshot>();

  /**
   * Files of which nothing is known.
   *
   * @param root The directory, without symbolic links.
   * @param plain The handler of stage 03 for the same directory.
   */
  constructor(root: string, plain: HttpHandler) {
    this.#root = root;
    this.#plain = plain;
  }

  /**
   * Answers a request if it is simple enough.
   *
   * @param request The request.
   * @returns The answer; `undefined` if stage 03 must answer.
   */
  answer(
    request: HttpRequest,
  ): HttpResponse | Promise<HttpResponse> | undefined {
    const { method, path, headers } = request;
    if (method !== "GET" || !PLAIN_PATH.test(path)) return undefined;
    if (CONDITIONS.some((name) => headers.has(name))) return undefined;
    const name = path.endsWith("/") ? `${path}index.html` : path;
    const snapshot = this.#snapshots.get(name);
    if (snapshot !== undefined) return respond(snapshot.headers, snapshot.body);
    try {
      return this.#open(name, request);
    } catch {
      // The file is missing or cannot be read. Stage 03 answers that.
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
    const headers = this.#recall(path, info);
    if (headers === undefined) return this.#learn(path, info, request);
    const isRepeated = this.#isRepeated(name);
    if (info.size > (isRepeated ? SHARED_FILE_BYTES : SMALL_FILE_BYTES)) {
      const body = openStream(path, info);
      return body && respond(headers, body);
    }
    const body = readWhole(path, info.size);
    if (body === undefined) return undefined;
    this.#snapshots.set(name, { headers, body });
    return respond(headers, body);
  }

  /**
   * Whether the file was requested before in this turn of the event loop. Then
   * it is read once for all requests that have already arrived. A later request
   * comes after the microtask that forgets the content, so it never gets content
   * that is older than the request. (The exception is a handler that changes the
   * file synchronously between two requests of the same turn.) If many clients
   * request the same page, all but the first take less than half of the time.
   */
  #isRepeated(name: string): boolean {
    if (this.#requested.has(name)) return true;
    if (this.#requested.size === 0) {
      queueMicrotask(() => {
        this.#requested.clear();
        this.#snapshots.clear();
      });
    }
    this.#requested.add(name);
    return false;
  }

  /**
   * Finds a regular file that no symbolic link leads to, since a link can lead
   * out of the root. The file is not opened yet: opening a FIFO waits for a
   * writer.
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

  /** Returns the fields of the file if it has not changed. */
  #recall(path: string, { mtime, size }: Deno.FileInfo): Fields | undefined {
    const known = this.#known.get(path);
    const isSame = known?.modified === mtime?.getTime() && known?.size === size;
    return isSame ? known?.headers : undefined;
  }

  /** Lets stage 03 answer, and remembers the fields for the next time. */
  async #learn(
    path: string,
    info: Deno.FileInfo,
    request: HttpRequest,
  ): Promise<HttpResponse> {
    const response = await this.#plain(request);
    const { status, headers } = response;
    if (status !== 200 || !isRecord(headers)) return response;
    const modified = info.mtime?.getTime() ?? Infinity;
    const { etag } = await getValidators(info);
    // The ETag shows that the fields describe the file that was found here. The
    // fields of a file with a future date change with the time.
    const isSame = etag !== undefined && headers["ETag"] === etag;
    if (isSame && modified < Date.now()) {
      if (this.#known.size === MAX_KNOWN) this.#known.clear();
      const sent = Object.entries(headers).filter(([, value]) => value);
      this.#known.set(path, {
        modified,
        size: info.size,
        headers: Object.fromEntries(sent),
      });
    }
    return response;
  }
}

/** The fields are copied, since a caller may add to them. */
function respond(headers: Fields, body: HttpResponse["body"]): HttpResponse {
  return { status: 200, headers: { ...headers }, body };
}

function isRecord(
  headers: HttpResponse["headers"],
): headers is Record<string, string | undefined> {
  return headers !== undefined && !(Symbol.iterator in headers);
}
