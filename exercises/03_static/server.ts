/**
 * Stage 03: a server of files. `staticFiles` makes a handler of a directory,
 * `serve` puts it on the server of stage 02.
 *
 * @module
 */
// deno-lint-ignore-file no-unused-vars verbatim-module-syntax -- until the tasks are done

import { runProgram, UsageError } from "../01_tcp/program.ts";
import {
  HttpError,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
  serveHttp,
  type ServeHttpOptions,
  type Server,
} from "../../solutions/02_http.ts"; // your own: "../02_http/server.ts"

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

const DEFAULT_ROOT = new URL("../../fixtures/www/", import.meta.url);

/**
 * Makes a handler that serves the files under a directory.
 *
 * @param root The directory, a path or a `file:` URL.
 * @param options How directories are answered.
 * @returns The handler.
 * @throws {UsageError} If `root` is not a directory that can be read.
 */
export function staticFiles(
  root: string | URL,
  options: StaticFilesOptions = {},
): HttpHandler {
  // TODO task 1: read the file that the path names, and send its bytes
  // TODO task 2: index.html for a directory, Content-Type by the extension
  // TODO task 3: 404 for what is not there, 405 and 501 for other methods
  // TODO task 4: decode the path, once
  // TODO task 5: redirect to the slash, list what has no index.html
  // TODO task 6: Last-Modified and ETag, 304 for a client that has the file
  // TODO task 7: a range is 206, and 416 where the file has none of it
  // TODO task 8: a stream that reads as fast as the client takes
  // TODO task 9: 400 for what cannot be decoded, 404 for what can be no name
  // TODO task 10: only what is under the root, and not hidden there
  // TODO task 11: only regular files, and only as long as they last
  throw new Error("Task 1 is not done yet");
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

if (import.meta.main) {
  await runProgram({ flags: { root: "text" } }, serve);
}
