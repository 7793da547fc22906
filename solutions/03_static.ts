/**
 * A server of files: a URL becomes a file, the file's name becomes a media type,
 * and a client that already has the file is told so. RFC 9110 (semantics of
 * HTTP).
 *
 * Nothing is kept between requests, so a page can be edited while the server
 * runs. Left out on purpose: caching in memory, compression, several ranges in
 * one request, and all names that begin with a dot, even `.well-known`.
 *
 * @module
 */

import { runProgram } from "./01_tcp/program.ts";
import { serveHttp, type ServeHttpOptions, type Server } from "./02_http.ts";
import { refuseMethod } from "./02_http/methods.ts";
import {
  HttpError,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
} from "./02_http/types.ts";
import { notFound, toHttpError } from "./03_static/file_error.ts";
import { findFile, parsePath } from "./03_static/file_path.ts";
import { sendFile } from "./03_static/file_response.ts";
import { listDirectory } from "./03_static/listing.ts";
import { DEFAULT_ROOT, openDirectory } from "./03_static/root_directory.ts";

/** Options of {@linkcode staticFiles}. */
export interface StaticFilesOptions {
  /**
   * Whether a directory without an index.html is answered with a page that
   * lists it; `true` by default, and 404 otherwise.
   */
  listing?: boolean;
}

/** Options of {@linkcode serve}. */
export interface ServeStaticOptions
  extends ServeHttpOptions, StaticFilesOptions {
  /** The directory to serve; the course's own site by default. */
  root?: string | URL;
}

const METHODS: readonly string[] = ["GET", "HEAD"];

/**
 * Makes a handler that serves the files under a directory.
 *
 * It supports conditional requests (If-None-Match, If-Modified-Since, If-Match,
 * If-Unmodified-Since) and one range per GET, with or without If-Range.
 *
 * @param root The directory, a path or a `file:` URL.
 * @param options How directories are answered.
 * @returns The handler.
 * @throws {UsageError} If `root` is not a directory that can be read.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { serveHttp } from "./02_http.ts";
 * import { staticFiles } from "./03_static.ts";
 *
 * const root = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${root}/hello.txt`, "Hello");
 *
 * await using server = serveHttp({ port: 0 }, staticFiles(root));
 * const url = `http://127.0.0.1:${server.addr.port}/hello.txt`;
 * const response = await fetch(url);
 * assertEquals(response.headers.get("content-type"), "text/plain; charset=UTF-8");
 * assertEquals(await response.text(), "Hello");
 * await Deno.remove(root, { recursive: true });
 * ```
 */
export function staticFiles(
  root: string | URL,
  options: StaticFilesOptions = {},
): HttpHandler {
  const { listing = true } = options;
  const realRoot = openDirectory(root, "serve");
  return async (request) => {
    if (!METHODS.includes(request.method)) {
      return refuseMethod(request.method, METHODS);
    }
    try {
      return await answer(request, realRoot, listing);
    } catch (error) {
      throw toHttpError(error);
    }
  };
}

/**
 * Serves the files under a directory.
 *
 * @param options Where to listen, and what to serve.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 * @throws {UsageError} If `root` is not a directory that can be read.
 */
export function serve(options: ServeStaticOptions = {}): Server {
  const { root = DEFAULT_ROOT } = options;
  return serveHttp(options, staticFiles(root, options));
}

/** Answers a GET or HEAD with the file or directory at its path. */
async function answer(
  request: HttpRequest,
  root: string,
  listing: boolean,
): Promise<HttpResponse> {
  const names = parsePath(request.path);
  const { path, isDirectory } = findFile(root, names);
  const hasSlash = request.path.endsWith("/");
  if (!isDirectory) {
    // With the slash, links in the page would lead to paths below the file.
    if (hasSlash) throw notFound();
    return await sendFile(request, path, names.at(-1)!);
  }
  if (!hasSlash) return redirectToDirectory(request);
  const index = findIndex(root, names);
  if (index !== undefined) return await sendFile(request, index, "index.html");
  if (!listing) throw notFound();
  return {
    status: 200,
    headers: { "Content-Type": "text/html; charset=UTF-8" },
    body: await listDirectory(root, names),
  };
}

/**
 * Adds the final slash. Without it, links in the page would lead to siblings of
 * the directory. The path has no empty names, so the Location never begins with
 * "//" and never leads to another host.
 */
function redirectToDirectory({ path, query }: HttpRequest): HttpResponse {
  const location = query === undefined ? `${path}/` : `${path}/?${query}`;
  return { status: 301, headers: { "Location": location } };
}

/** The index.html of a directory, if it has one that may be served. */
function findIndex(root: string, names: string[]): string | undefined {
  try {
    const found = findFile(root, [...names, "index.html"]);
    return found.isDirectory ? undefined : found.path;
  } catch (error) {
    const httpError = toHttpError(error);
    if (httpError instanceof HttpError && httpError.status === 404) {
      return undefined;
    }
    throw httpError;
  }
}

if (import.meta.main) {
  await runProgram({ flags: { root: "text" } }, serve);
}
