/**
 * A server of files: a URL becomes a file, its name a media type, and a client
 * that has the file already is told so. RFC 9110 (semantics of HTTP).
 *
 * Nothing is kept between requests, so a page can be edited while the server
 * runs. Left out on purpose: caching in memory, compression, several ranges in
 * one request, and everything whose name begins with a dot, `.well-known` too.
 *
 * @module
 */

import { runProgram, UsageError } from "./01_tcp/program.ts";
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

const DEFAULT_ROOT = new URL("../fixtures/www/", import.meta.url);

const METHODS: readonly string[] = ["GET", "HEAD"];

/**
 * Makes a handler that serves the files under a directory.
 *
 * Conditional requests are honoured (If-None-Match, If-Modified-Since, If-Match,
 * If-Unmodified-Since), and so is one range on GET, with If-Range.
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
  const realRoot = openRoot(root);
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

/** Resolves the root once: whether a file is inside is told from real paths. */
function openRoot(root: string | URL): string {
  let reason = "it is not a directory";
  try {
    const realRoot = Deno.realPathSync(root);
    if (Deno.statSync(realRoot).isDirectory) return realRoot;
  } catch (error) {
    reason = error instanceof Deno.errors.NotFound
      ? "it does not exist"
      : (error as Error).message;
  }
  throw new UsageError(`Cannot serve "${root}": ${reason}`);
}

/** Answers a GET or HEAD with what is at its path. */
async function answer(
  request: HttpRequest,
  root: string,
  listing: boolean,
): Promise<HttpResponse> {
  const names = parsePath(request.path);
  const { path, isDirectory } = findFile(root, names);
  const hasSlash = request.path.endsWith("/");
  if (!isDirectory) {
    // With the slash, the links of the page would lead below the file.
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
    body: await listDirectory(path, ["", ...names, ""].join("/")),
  };
}

/**
 * Adds the slash without which the links of the page would lead to the siblings
 * of the directory. The path has no empty names, so the Location never begins
 * with "//" and never leads to another host.
 */
function redirectToDirectory({ path, query }: HttpRequest): HttpResponse {
  const location = query === undefined ? `${path}/` : `${path}/?${query}`;
  return { status: 301, headers: { "Location": location } };
}

/** The index.html of a directory, where it has one that may be served. */
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
