/**
 * Stage 07: a guestbook that remembers. First a page with a form, then entries
 * in a database that survive restarts and failures.
 *
 * @module
 */
// deno-lint-ignore-file no-unused-vars require-await verbatim-module-syntax -- until the tasks are done

import { DatabaseSync } from "node:sqlite";
import { staticFiles } from "../../solutions/03_static.ts"; // your own: "../03_static/server.ts"
import { cgi } from "../../solutions/04_cgi.ts"; // your own: "../04_cgi/server.ts"
import {
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
  serveHttp,
  type ServeHttpOptions,
  type Server,
} from "../../solutions/06_persistent.ts"; // your own: "../06_persistent/server.ts"
import { runProgram } from "../01_tcp/program.ts";
import { DATABASE_VARIABLE, databasePath } from "./database_path.ts";

/** Options of {@linkcode guestbook}. */
export interface GuestbookOptions {
  /** The path of the guestbook; "/" by default. */
  path?: string;
  /** Answers what is at other paths; with 404 by default. */
  site?: HttpHandler;
  /**
   * How long a request may wait for a file that another process has locked, in
   * milliseconds; 5000 by default. Then it is answered 503.
   */
  busyTimeoutMs?: number;
  /** Takes one line per failure of the database; `console.log` by default. */
  log?(line: string): void;
}

/** A guestbook. Dispose of it after the last request, so that it closes its file. */
export interface Guestbook extends HttpHandler, Disposable {}

/** Options of {@linkcode serve}. */
export interface ServeGuestbookOptions extends ServeHttpOptions {
  /**
   * The database file; by default the one that the environment names in
   * `GUESTBOOK_DATABASE`, or else one among the data of the user.
   */
  database?: string;
  /**
   * How long a request may wait for a file that another process has locked, in
   * milliseconds; 5000 by default. Then it is answered 503.
   */
  busyTimeoutMs?: number;
}

/** The picture and the style sheet of the page. */
const SITE = new URL("../../fixtures/www/", import.meta.url);

/**
 * Makes a guestbook. The file is opened by the first request that needs it. If
 * it cannot be used, that request is answered 503 or 500, and the next one tries
 * again.
 *
 * @param database The database file; it is created if it is missing.
 * @param options The path of the guestbook, and the site around it.
 * @returns The handler; dispose of it in the end.
 */
export function guestbook(
  database: string | URL,
  options: GuestbookOptions = {},
): Guestbook {
  async function handle(request: HttpRequest): Promise<HttpResponse> {
    // TODO task 1: the page with the form
    // TODO task 3: 303 for POST
    // TODO task 4: store what is posted, show the entries
    // TODO task 5: in the database, not in a variable
    // TODO task 6: parameters in place of pasted SQL
    // TODO task 7: escape the entries
    // TODO task 8: keep the lines of a message
    // TODO task 9: 422 without a name or a message
    // TODO task 10: what was typed, in the form again
    // TODO task 11: the lengths of a name and a message
    // TODO task 12: control characters
    // TODO task 13: ten entries on a page, ?page=N
    // TODO task 14: links to the older and the newer entries
    // TODO task 15: numbers that are not those of a page
    // TODO task 16: HEAD, 405 and 501
    // TODO task 17: options.path and options.site
    // TODO task 18: 415 for other types
    // TODO task 19: 413 for a long form
    // TODO task 20: wait for a file that another process has locked
    // TODO task 21: keep no entries in a variable
    // TODO task 23: 303 only after the commit
    // TODO task 24: the write-ahead log
    // TODO task 26: open the path again if its file was removed
    // TODO task 27: 503 with the form if the file stays locked
    // TODO task 28: one line in the log
    // TODO task 29: open the file late, and again after an error
    // TODO task 30: 503 for a path that cannot be opened again
    // TODO task 31: files of version 1
    // TODO task 32: one transaction
    // TODO task 33: look at the version again within it
    // TODO task 34: files that are not ours
    // TODO task 35: files that may only be read
    // TODO task 36: await a timer while the file is locked
    // TODO task 37: stop waiting when request.signal aborts
    throw new Error("Task 1 is not done yet");
  }

  return Object.assign(handle, {
    [Symbol.dispose]() {
      // TODO task 25: close the database
    },
  });
}

/**
 * Serves the guestbook at `/`, and the files and programs of the course below
 * it. One of the programs is the guestbook again, with the same entries.
 *
 * @param options Where to listen, and where the entries are.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 * @throws {UsageError} If there cannot be a database at that path.
 */
export function serve(options: ServeGuestbookOptions = {}): Server {
  const database = databasePath(options.database);
  // TODO task 1: serveHttp with a guestbook
  // TODO task 2: staticFiles(SITE) is its site
  // TODO task 22: cgi() before the files, with these options (it logs, too) and
  // an env { [DATABASE_VARIABLE]: database }
  // TODO task 25: dispose of the guestbook when the server has finished
  throw new Error("Task 1 is not done yet");
}

if (import.meta.main) {
  await runProgram({ flags: { database: "text" } }, (flags) => {
    const database = databasePath(flags.database);
    const server = serve({ ...flags, database });
    // `runProgram` prints the URL first.
    setTimeout(() => console.log(`The guestbook is kept in ${database}`));
    return server;
  });
}
