/**
 * Stage 04: a server of programs. `cgi` makes a handler that runs them, `serve`
 * puts it over the files of stage 03. RFC 3875.
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

/** Limits for programs, and what they all are given. */
interface RunOptions {
  /** How long a program may run altogether, in milliseconds; 30 000 by default. */
  timeoutMs?: number;
  /** How many may run at the same time; 64 by default. Else 503. */
  maxScripts?: number;
  /** How long the header section of an answer may be, in bytes; 32 768 by default. */
  maxHeaderBytes?: number;
  /**
   * How long a body may be that comes without its length, and so has to be kept
   * in memory, in bytes; 1 048 576 by default. Else 413.
   */
  maxBodyBytes?: number;
  /**
   * Variables for the environment of every program, besides PATH and the
   * meta-variables, which these must not set; none by default. A program does not
   * inherit the environment of the server.
   */
  env?: Readonly<Record<string, string>>;
  /**
   * Takes one line per line of a program's stderr, and one per program that
   * fails; `console.log` by default.
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

/** Options of {@linkcode serve}. `maxHeaderBytes` holds for both directions. */
export interface ServeCgiOptions extends ServeStaticOptions, CgiOptions {}

const DEFAULT_ROOT = new URL("../../fixtures/www/", import.meta.url);
const DEFAULT_DIRECTORY = new URL("../../cgi-bin/", import.meta.url);

/**
 * Makes a handler that runs programs, and leaves all other paths to a site.
 *
 * @param options Where the programs are, and their limits.
 * @param site Answers what is not a program's.
 * @returns The handler. A request whose `signal` aborts stops its program.
 * @throws {UsageError} If a directory cannot be read.
 * @throws {TypeError} If `options.env` sets a meta-variable.
 */
export function cgi(options: CgiOptions, site: HttpHandler): HttpHandler {
  // TODO task 1: find the file, run it, split its output at the empty line
  // TODO task 2: QUERY_STRING and REQUEST_METHOD
  // TODO task 3: the body on stdin, CONTENT_LENGTH and CONTENT_TYPE
  // TODO task 4: 404 and 403
  // TODO task 5: the other meta-variables
  // TODO task 6: Status, Location, and LF or CR LF
  // TODO task 7: read and write at the same time, and stderr into the log
  // TODO task 8: a first line that names deno
  // TODO task 9: 502 for what is no answer
  // TODO task 10: an environment of your own making
  // TODO task 11: refuse what a program has been made to say
  // TODO task 12: a Location on this server
  // TODO task 13: a process group, and its end
  // TODO task 14: at most maxScripts programs; never a source
  throw new Error("Task 1 is not done yet");
}

/**
 * Serves programs, and files beside them.
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
