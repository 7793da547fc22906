/**
 * `@std/http/file-server`, as far as the course uses it: written here, since the
 * npm package deno-std does not ship that module in working order. Names, options
 * and answers are those of the genuine one, its weaknesses included; the code is
 * not.
 *
 * @module
 */

import { normalize } from "node:path/posix";
import { join } from "../path/mod.ts";
import { listDirectory } from "./file_server/list_directory.ts";
import { serveFile } from "./file_server/serve_file.ts";
import { plainResponse } from "./file_server/plain_response.ts";

export { serveFile, type ServeFileOptions } from "./file_server/serve_file.ts";

/** Options of {@linkcode serveDir}. */
export interface ServeDirOptions {
  /** The directory to serve; "." by default. */
  fsRoot?: string;
  /** What the path begins with and the directory does not have, without "/". */
  urlRoot?: string;
  /** Whether a directory without an index is listed; `false` by default. */
  showDirListing?: boolean;
  /** Whether names that begin with a dot are served; `false` by default. */
  showDotfiles?: boolean;
  /** Whether index.html answers for its directory; `true` by default. */
  showIndex?: boolean;
  /** Whether pages of other origins may read the answers; `false` by default. */
  enableCors?: boolean;
  /** Whether nothing is written on the console; `false` by default. */
  quiet?: boolean;
  /** The digest algorithm of the ETag; "SHA-256" by default. */
  etagAlgorithm?: AlgorithmIdentifier;
  /** More fields of every answer but a redirect: "Cache-Control: no-cache". */
  headers?: string[];
}

/**
 * Answers a request with what is at its path below a directory.
 *
 * @param req The request.
 * @param opts What is served, and how.
 * @returns The answer; it never throws.
 */
export async function serveDir(
  req: Request,
  opts: ServeDirOptions = {},
): Promise<Response> {
  if (req.method !== "GET" && req.method !== "HEAD") return plainResponse(405);
  const response = await answer(req, opts).catch((error) => {
    if (!opts.quiet) console.error(`${error.message}`);
    return plainResponse(error instanceof Deno.errors.NotFound ? 404 : 500);
  });
  const isRedirect = response.status >= 300 && response.status < 400 &&
    response.status !== 304;
  if (!isRedirect) addFields(response.headers, opts);
  if (!opts.quiet) logRequest(req, response.status);
  return response;
}

function addFields(
  fields: Headers,
  { enableCors = false, headers = [] }: ServeDirOptions,
): void {
  if (enableCors) {
    fields.append("Access-Control-Allow-Origin", "*");
    fields.append(
      "Access-Control-Allow-Headers",
      "Origin, X-Requested-With, Content-Type, Accept, Range",
    );
  }
  for (const line of headers) {
    const colon = line.indexOf(":");
    const end = colon < 0 ? line.length : colon;
    fields.append(line.slice(0, end), line.slice(end + 1));
  }
}

/** Finds out what is at a path; what the file system throws is for the caller. */
async function answer(req: Request, opts: ServeDirOptions): Promise<Response> {
  const { fsRoot = ".", urlRoot, showDotfiles = false } = opts;
  const url = new URL(req.url);
  const decoded = decodeURIComponent(url.pathname);
  const path = normalize(decoded);
  if (urlRoot && !path.startsWith(`/${urlRoot}`)) return plainResponse(404);
  if (path !== decoded) return redirect(url, path);
  const below = (urlRoot ? path.replace(urlRoot, "") : path).replace(/\/$/, "");
  if (!showDotfiles && below.includes("/.")) return plainResponse(404);
  const fsPath = join(fsRoot, below);
  const fileInfo = await Deno.stat(fsPath);
  const hasSlash = url.pathname.endsWith("/");
  if (fileInfo.isFile && hasSlash) {
    return redirect(url, url.pathname.slice(0, -1));
  }
  if (fileInfo.isDirectory && !hasSlash) {
    return redirect(url, `${url.pathname}/`);
  }
  if (fileInfo.isDirectory) return await answerDirectory(req, fsPath, opts);
  const { etagAlgorithm } = opts;
  return await serveFile(req, fsPath, { etagAlgorithm, fileInfo });
}

async function answerDirectory(
  req: Request,
  path: string,
  opts: ServeDirOptions,
): Promise<Response> {
  const { showIndex = true, showDirListing = false, etagAlgorithm } = opts;
  if (showIndex) {
    const index = join(path, "index.html");
    const fileInfo = await lstat(index);
    if (fileInfo?.isFile) {
      return await serveFile(req, index, { etagAlgorithm, fileInfo });
    }
  }
  return showDirListing
    ? await listDirectory(req, path, opts)
    : plainResponse(404);
}

async function lstat(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.lstat(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** The Location is absolute, with the host that the client has named. */
function redirect(url: URL, path: string): Response {
  url.pathname = path;
  return Response.redirect(url, 301);
}

function logRequest({ method, url }: Request, status: number): void {
  const { pathname, search } = new URL(url);
  const time = new Date().toISOString().slice(0, 19).replace("T", " ");
  console.debug(`[${time}] [${method}] ${pathname}${search} ${status}`);
}
