/**
 * Stage 08: the batteries. The files of stage 03 and the guestbook of stage 07
 * again, on `Deno.serve` and the standard library.
 *
 * @module
 */
// deno-lint-ignore-file no-unused-vars verbatim-module-syntax -- until the tasks are done

import { serveDir } from "@std/http/file-server";
import { route } from "@std/http/unstable-route";
import { fromFileUrl, isAbsolute, join, relative } from "@std/path";
import type { ServeOptions, Server } from "../../solutions/02_http.ts"; // your own: "../02_http/server.ts"
import { toFetchHandler } from "../../solutions/05_framework.ts"; // your own: "../05_framework/server.ts"
import { guestbook } from "../../solutions/07_database.ts"; // your own: "../07_database/server.ts"
import { runProgram, UsageError } from "../01_tcp/program.ts";
import { databasePath } from "../07_database/database_path.ts";

export type { ServeOptions, Server };

/** Options of {@linkcode serve}. */
export interface ServeStdOptions extends ServeOptions {
  /** The directory of the files; the course's own site by default. */
  root?: string | URL;
  /**
   * The database file of the guestbook; by default the one that
   * `GUESTBOOK_DATABASE` names, or else one among the user's data.
   */
  database?: string;
  /**
   * How long a request may wait for a database that another process has locked,
   * in milliseconds; 5000 by default. After that it is answered 503.
   */
  busyTimeoutMs?: number;
}

/** The files that are served by default. */
const SITE = new URL("../../fixtures/www/", import.meta.url);

/**
 * Listens, and answers every request with a `Response`. Each request has one
 * line in the log, with the status of its answer. An error that a handler throws
 * is answered 500, and logged.
 *
 * @param options Where to listen, and where to log.
 * @param handler Answers a request.
 * @returns The running server. Its `shutdown()` cuts every connection, and then
 * waits for the handlers: a handler that waits should listen to
 * `request.signal`.
 * @throws {Deno.errors.AddrInUse} If the port is in use.
 */
export function serveFetch(
  options: ServeOptions,
  handler: Deno.ServeHandler<Deno.NetAddr>,
): Server {
  const { hostname = "127.0.0.1", port = 8000, log = console.log } = options;
  // TODO task 1: call Deno.serve
  // TODO task 6: one line of the log for every request
  // TODO task 7: let Deno.serve print nothing
  // TODO task 12: answer 500 to an error of the handler, and log it
  // TODO task 13: keep the reason on one line
  // TODO task 14: catch what log() throws
  // TODO task 20: a shutdown() that cuts every connection
  // TODO task 21: finished waits for the handlers
  // TODO task 22: forget a handler that has returned
  throw new Error("Task 1 is not done yet");
}

/**
 * Serves the guestbook at `/`, and files at all other paths.
 *
 * @param options Where to listen, and what to serve.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is in use.
 * @throws {UsageError} If `root` is not a directory, or `database` cannot be a
 * database.
 */
export function serve(options: ServeStdOptions = {}): Server {
  // TODO task 2: serveFetch with serveDir
  // TODO task 3: route("/") to the guestbook of stage 07
  // TODO task 4: every method of it
  // TODO task 5: which file is the database
  // TODO task 8: list directories
  // TODO task 11: pass the options on to the guestbook
  // TODO task 15: refuse malformed paths before serveDir is called
  // TODO task 16: and links that lead out of the root
  // TODO task 17: and names that begin with a dot
  // TODO task 18: and everything that is neither file nor directory
  // TODO task 19: a UsageError if the root is not a directory
  // TODO task 23: dispose of the guestbook when the server has finished
  throw new Error("Task 2 is not done yet");
}

if (import.meta.main) {
  await runProgram({ flags: { root: "text", database: "text" } }, serve);
}
