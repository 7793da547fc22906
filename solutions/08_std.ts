/**
 * The site of stages 03 and 07 once more, with the batteries that come with
 * Deno: `Deno.serve` is the engine, `serveDir` sends the files, and `route` says
 * who answers what. The guestbook is that of stage 07, unchanged.
 *
 * What the libraries do otherwise than the stages before is left as it is, and
 * stands in a table in the exercise. Two things are not: whatever `serveDir`
 * should not send is refused before it is asked, and `shutdown()` waits for
 * nobody.
 *
 * @module
 */

import { serveDir } from "@std/http/file-server";
import { route } from "@std/http/unstable-route";
import { runProgram } from "./01_tcp/program.ts";
import type { ServeOptions, Server } from "./02_http.ts";
import { DEFAULT_ROOT, openDirectory } from "./03_static/root_directory.ts";
import { toFetchHandler } from "./05_framework.ts";
import { guestbook } from "./07_database.ts";
import { databasePath } from "./07_database/database_path.ts";
import { guardFiles } from "./08_std/guard_files.ts";
import { serveFetch } from "./08_std/serve_fetch.ts";

export type { ServeOptions, Server };
export { serveFetch };

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

/**
 * Serves the guestbook at `/`, and files at all other paths.
 *
 * @param options Where to listen, and what to serve.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 * @throws {UsageError} If there is no such directory, or can be no such database.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { serve } from "./08_std.ts";
 *
 * const directory = await Deno.makeTempDir();
 * {
 *   const database = `${directory}/guestbook.db`;
 *   await using server = serve({ port: 0, database, log() {} });
 *   const response = await fetch(`http://127.0.0.1:${server.addr.port}/`);
 *   assertStringIncludes(await response.text(), "<form");
 * }
 * await Deno.remove(directory, { recursive: true });
 * ```
 */
export function serve(options: ServeStdOptions = {}): Server {
  const fsRoot = openDirectory(options.root ?? DEFAULT_ROOT, "serve");
  const book = guestbook(databasePath(options.database), options);
  const answer = toFetchHandler(book);
  const server = serveFetch(
    options,
    route([{
      pattern: new URLPattern({ pathname: "/" }),
      handler: (request, _, info) => answer(request, info as NetInfo),
    }], guardFiles(fsRoot, filesIn(fsRoot))),
  );
  const finished = server.finished.finally(book[Symbol.dispose]);

  function shutdown(): Promise<void> {
    server.shutdown();
    return finished;
  }

  return { ...server, finished, shutdown, [Symbol.asyncDispose]: shutdown };
}

/** `route` does not tell its handlers that the address is one of TCP. */
type NetInfo = Deno.ServeHandlerInfo<Deno.NetAddr>;

/** The engine writes the log: `quiet` keeps `serveDir` from writing another. */
function filesIn(fsRoot: string): (request: Request) => Promise<Response> {
  return (request) =>
    serveDir(request, { fsRoot, showDirListing: true, quiet: true });
}

if (import.meta.main) {
  await runProgram({ flags: { root: "text", database: "text" } }, serve);
}
