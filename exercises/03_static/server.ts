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
  // TODO task 2: Content-Type by the extension of the name
  // TODO task 3: index.html for a path that ends with a slash
  // TODO task 4: a root that is a URL
  // TODO task 5: 404 for what is not there
  // TODO task 6: 405 and 501 for other methods
  // TODO task 7: split the path, and decode each name once
  // TODO task 8: 301 from a directory to the path with a slash
  // TODO task 9: a list of links for a directory without an index.html
  // TODO task 10: encode and escape the names in the list
  // TODO task 11: Last-Modified and ETag
  // TODO task 12: 304 for a client that has the same ETag
  // TODO task 13: 304 for a client whose date is not before Last-Modified
  // TODO task 14: the two obsolete formats of a date
  // TODO task 15: 206 for one range
  // TODO task 16: 416 for a range without any byte of the file
  // TODO task 17: 200 for every other Range field, and for HEAD
  // TODO task 18: a range only for a client whose If-Range matches
  // TODO task 19: open the file, seek, and read no more than is sent
  // TODO task 20: a stream that reads a chunk when the client takes one
  // TODO task 21: 400 for a path that cannot be decoded
  // TODO task 22: 404 for names that no file can have
  // TODO task 23: 404 for names that begin with a dot
  // TODO task 24: follow links only within the root
  // TODO task 25: throw a UsageError if the root is not a directory
  // TODO task 26: 404 for FIFOs, sockets and devices, without opening them
  // TODO task 27: 403 for a file that may not be read, 404 for a name too long
  // TODO task 28: list only entries that would be sent
  // TODO task 29: send as many bytes as promised, and cut if there are fewer
  // TODO task 30: leave out a Last-Modified that cannot be an HTTP-date
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
