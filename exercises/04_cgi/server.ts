/**
 * Stage 04: a server of programs. `cgi` makes a handler that runs them, and
 * `serve` puts it over the files of stage 03. RFC 3875.
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
  type Server,
} from "../../solutions/02_http.ts"; // your own: "../02_http/server.ts"
import {
  type ServeStaticOptions,
  staticFiles,
} from "../../solutions/03_static.ts"; // your own: "../03_static/server.ts"

/** Limits for programs, and what all of them get. */
interface RunOptions {
  /** How long a program may run altogether, in milliseconds; 30 000 by default. */
  timeoutMs?: number;
  /** How many may run at the same time; 64 by default. One more is 503. */
  maxScripts?: number;
  /**
   * Longest header section of a program in bytes, with its line ends and without
   * the empty line; 32 768 by default. A longer one is 502.
   */
  maxHeaderBytes?: number;
  /**
   * Longest body without a known length, which has to be kept in memory, in
   * bytes; 1 048 576 by default. A longer one is 413.
   */
  maxBodyBytes?: number;
  /**
   * Variables for the environment of every program; none by default. Besides them
   * a program gets the meta-variables, which these must not set, and PATH, and if
   * it needs Deno also the directory of Deno's cache. It does not inherit the
   * environment of the server.
   */
  env?: Readonly<Record<string, string>>;
  /**
   * Takes the lines that a program writes to stderr, and at least one line about
   * each program that fails; `console.log` by default.
   */
  log?(line: string): void;
}

/** Options of {@linkcode cgi}: where the programs are, and their limits. */
export interface CgiOptions extends RunOptions {
  /**
   * The directories of programs, by the URL prefix that leads to them; by
   * default `/cgi-bin` and `/ht-bin` lead to the course's own programs.
   */
  scripts?: Readonly<Record<string, string | URL>>;
}

/** Options of {@linkcode serve}. `maxHeaderBytes` applies in both directions. */
export interface ServeCgiOptions extends ServeStaticOptions, CgiOptions {}

const DEFAULT_ROOT = new URL("../../fixtures/www/", import.meta.url);
const DEFAULT_DIRECTORY = new URL("../../cgi-bin/", import.meta.url);

/**
 * Makes a handler that runs programs, and leaves all other paths to a site.
 *
 * @param options Where the programs are, and their limits.
 * @param site Answers all requests that are not for a program.
 * @returns The handler. If the `signal` of a request aborts, its program is
 * stopped.
 * @throws {UsageError} If a directory cannot be read.
 * @throws {TypeError} If `options.env` sets a meta-variable.
 */
export function cgi(options: CgiOptions, site: HttpHandler): HttpHandler {
  // TODO task 1: find the file, run it, split its output at the first empty line
  // TODO task 2: leave other paths to the site; several prefixes; a default
  // TODO task 3: QUERY_STRING and REQUEST_METHOD
  // TODO task 4: the body on stdin, CONTENT_LENGTH and CONTENT_TYPE
  // TODO task 5: 404 and 403
  // TODO task 6: the variables about the connection
  // TODO task 7: SCRIPT_NAME and PATH_INFO, each name decoded once
  // TODO task 8: cwd, SCRIPT_FILENAME, relative directories
  // TODO task 9: the fields as HTTP_ variables
  // TODO task 10: LF and CR LF, in the header only
  // TODO task 11: all fields in their order
  // TODO task 12: Status
  // TODO task 13: a Location with a scheme
  // TODO task 14: 502 for output that is not an answer
  // TODO task 15: 502 for a program that crashes
  // TODO task 16: a stream instead of output(), and a header in any pieces
  // TODO task 17: read the output of HEAD, 204 and 304 to its end
  // TODO task 18: write stdin while you read stdout
  // TODO task 19: let a program ignore its stdin
  // TODO task 20: each line of stderr into the log
  // TODO task 21: a log that never throws
  // TODO task 22: a first line that names deno
  // TODO task 23: an environment of your own
  // TODO task 24: a TypeError for a meta-variable in options.env
  // TODO task 25: no variable for dangerous fields
  // TODO task 26: 502 for a field that occurs twice
  // TODO task 27: 502 for malformed lines
  // TODO task 28: 502 for a wrong Location, Transfer-Encoding or Content-Length
  // TODO task 29: 502 above maxHeaderBytes
  // TODO task 30: no control characters in the log
  // TODO task 31: answer a Location on this server from there
  // TODO task 32: kill a program at timeoutMs
  // TODO task 33: a process group, and its end
  // TODO task 34: kill a program when request.signal aborts
  // TODO task 35: end the answer with its program
  // TODO task 36: 503 above maxScripts
  // TODO task 37: no source for any spelling of a path
  // TODO task 38: no program outside the directory
  // TODO task 39: collect a body without a length
  throw new Error("Task 1 is not done yet");
}

/**
 * Serves programs, and files besides.
 *
 * @param options Where to listen, and what to serve.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 * @throws {UsageError} If a directory cannot be read.
 */
export function serve(options: ServeCgiOptions = {}): Server {
  const { root = DEFAULT_ROOT } = options;
  return serveHttp(options, cgi(options, staticFiles(root, options)));
}

if (import.meta.main) {
  await runProgram(
    { flags: { "root": "text", "cgi-bin": "text" } },
    ({ "cgi-bin": directory, ...flags }) =>
      serve({
        ...flags,
        scripts: directory === undefined
          ? undefined
          : { "/cgi-bin": directory, "/ht-bin": directory },
      }),
  );
}
