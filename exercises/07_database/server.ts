/**
 * Stage 07: a guestbook that remembers. First a page with a form, then entries
 * in a database that survive whatever happens.
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
   * milliseconds; 5000 by default. Else 503.
   */
  busyTimeoutMs?: number;
  /** Takes one line per failure of the database; `console.log` by default. */
  log?(line: string): void;
}

/** A guestbook. Dispose of it when no request is open any more: it closes its file. */
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
   * milliseconds; 5000 by default. Else 503.
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
 * @param database The database file; it is made where there is none.
 * @param options Where the guestbook is, and what else there is.
 * @returns The handler; dispose of it in the end.
 */
export function guestbook(
  database: string | URL,
  options: GuestbookOptions = {},
): Guestbook {
  async function handle(request: HttpRequest): Promise<HttpResponse> {
    // TODO task 1: the page with the form
    // TODO task 2: store what is posted, answer 303, show the entries
    // TODO task 3: in the database, not in a variable
    // TODO task 4: what was typed is text, for SQL and for the browser
    // TODO task 5: check what was typed, show the form again: 422
    // TODO task 6: ten entries on a page, ?page=N
    // TODO task 7: other methods, other paths, forms of another kind or size
    // TODO task 8: wait for a file that another process has locked
    // TODO task 10: files of version 1, and files that are not ours
    // TODO task 11: files that cannot be used; wait without keeping others waiting
    throw new Error("Task 1 is not done yet");
  }

  return Object.assign(handle, {
    [Symbol.dispose]() {
      // TODO task 9: close the database
    },
  });
}

/**
 * Serves the guestbook at `/`, and the files and programs of the course below
 * it; among the programs is the guestbook once more, with the same entries.
 *
 * @param options Where to listen, and where the entries are.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 * @throws {UsageError} If there cannot be a database at that path.
 */
export function serve(options: ServeGuestbookOptions = {}): Server {
  const database = databasePath(options.database);
  // TODO task 1: serveHttp with a guestbook; staticFiles(SITE) is its site
  // TODO task 8: cgi() before the files, with these options (it logs, too) and
  // an env { [DATABASE_VARIABLE]: database }
  // TODO task 9: dispose of the guestbook when the server has finished
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
