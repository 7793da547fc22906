/**
 * Stage 08: the batteries. The files of stage 03 and the guestbook of stage 07
 * once more, on the server, the files and the routes that Deno brings with it.
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
   * The database file of the guestbook; by default the one that the environment
   * names in `GUESTBOOK_DATABASE`, or else one among the data of the user.
   */
  database?: string;
  /**
   * How long a request may wait for a database that another process has locked,
   * in milliseconds; 5000 by default. Else 503.
   */
  busyTimeoutMs?: number;
}

/** The files that are served where no other root is given. */
const SITE = new URL("../../fixtures/www/", import.meta.url);

/**
 * Listens, and answers every request with a `Response`. One line of the log
 * tells who has asked for what, and the status. What a handler throws is
 * answered 500, and told to the log.
 *
 * @param options Where to listen, and what to log to.
 * @param handler Answers a request.
 * @returns The running server. Its `shutdown()` cuts what is open, as soon as no
 * handler runs any more: one that waits should listen to `request.signal`.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 */
export function serveFetch(
  options: ServeOptions,
  handler: Deno.ServeHandler<Deno.NetAddr>,
): Server {
  const { hostname = "127.0.0.1", port = 8000, log = console.log } = options;
  // TODO task 1: Deno.serve in the shape of a Server
  // TODO task 2: one line of the log for every request, and none elsewhere
  // TODO task 6: answer 500 to what a handler throws, and log it
  // TODO task 8: stop although a client does not read
  throw new Error("Task 1 is not done yet");
}

/**
 * Serves the guestbook at `/`, and files at all other paths.
 *
 * @param options Where to listen, and what to serve.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 * @throws {UsageError} If there is no such directory, or can be no such database.
 */
export function serve(options: ServeStdOptions = {}): Server {
  // TODO task 1: serveFetch with serveDir
  // TODO task 3: route("/") to the guestbook of stage 07
  // TODO task 4: the options of serveDir that stage 03 had by default
  // TODO task 7: what serveDir should not be asked
  // TODO task 8: dispose of the guestbook when the server has finished
  throw new Error("Task 1 is not done yet");
}

if (import.meta.main) {
  await runProgram({ flags: { root: "text", database: "text" } }, serve);
}
