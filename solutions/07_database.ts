/**
 * A guestbook: what visitors write is kept in a database, and shown to later
 * visitors. It uses `node:sqlite`, which is a part of Deno. RFC 9110.
 *
 * An entry that was answered 303 is on the disk. Left out on purpose: changing or
 * removing an entry, and protection against forms that another site makes a
 * visitor send (CSRF), since both need sessions.
 *
 * @module
 */

import { runProgram } from "./01_tcp/program.ts";
import { tolerantLog } from "./01_tcp/log.ts";
import { staticFiles } from "./03_static.ts";
import { DEFAULT_ROOT } from "./03_static/root_directory.ts";
import { cgi } from "./04_cgi.ts";
import {
  serveHttp,
  type ServeHttpOptions,
  type Server,
} from "./06_persistent.ts";
import {
  DATABASE_VARIABLE,
  databasePath,
} from "./07_database/database_path.ts";
import { guestbook } from "./07_database/guestbook.ts";

export {
  type Guestbook,
  guestbook,
  type GuestbookOptions,
} from "./07_database/guestbook.ts";

/** Options of {@linkcode serve}. */
export interface ServeGuestbookOptions extends ServeHttpOptions {
  /**
   * The database file; by default the one named by the environment variable
   * `GUESTBOOK_DATABASE`, or else one in the user's data directory.
   */
  database?: string;
  /**
   * How long a request may wait for a file that another process has locked, in
   * milliseconds; 5000 by default. Then it is answered 503.
   */
  busyTimeoutMs?: number;
}

/**
 * Serves the guestbook at `/`, and the files and programs of the course below it.
 * One of the programs is the guestbook again, with the same entries.
 *
 * @param options Where to listen, and where the entries are.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 * @throws {UsageError} If there cannot be a database at that path.
 */
export function serve(options: ServeGuestbookOptions = {}): Server {
  const database = databasePath(options.database);
  const env = { [DATABASE_VARIABLE]: database };
  const site = cgi({ ...options, env }, staticFiles(DEFAULT_ROOT));
  const handler = guestbook(database, { ...options, site });
  const server = serveHttp(options, handler);
  const finished = server.finished.finally(handler[Symbol.dispose]);

  function shutdown(): Promise<void> {
    server.shutdown();
    return finished;
  }

  return { ...server, finished, shutdown, [Symbol.asyncDispose]: shutdown };
}

if (import.meta.main) {
  await runProgram({ flags: { database: "text" } }, (flags) => {
    const database = databasePath(flags.database);
    const server = serve({ ...flags, database });
    // `runProgram` prints the URL first.
    const log = tolerantLog();
    setTimeout(() => log(`The guestbook is kept in ${database}`));
    return server;
  });
}
