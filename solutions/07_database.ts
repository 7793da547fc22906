/**
 * A guestbook: what a visitor writes is kept in a database, and shown to all who
 * come after. `node:sqlite`, which is a part of Deno; RFC 9110.
 *
 * An entry that was answered 303 is on the disk. Left out on purpose: a way to
 * change or remove an entry, and protection against forms that another site lets
 * a visitor send (CSRF), since both take sessions.
 *
 * @module
 */

import { runProgram } from "./01_tcp/program.ts";
import { staticFiles } from "./03_static.ts";
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

const SITE = new URL("../fixtures/www/", import.meta.url);

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
  const env = { [DATABASE_VARIABLE]: database };
  const site = cgi({ ...options, env }, staticFiles(SITE));
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
    setTimeout(() => console.log(`The guestbook is kept in ${database}`));
    return server;
  });
}
