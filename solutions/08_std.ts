/**
 * The site of stages 03 and 07 again, on the libraries of Deno: `Deno.serve` is
 * the engine, `serveDir` sends the files, and `route` chooses between them and
 * the guestbook. The guestbook is that of stage 07, unchanged.
 *
 * The libraries differ from the stages before in many points; the exercise has a
 * table of them. Two are changed here: a guard refuses files that `serveDir`
 * should not send, and `shutdown()` waits for no client.
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

/**
 * Serves the guestbook at `/`, and files at all other paths.
 *
 * @param options Where to listen, and what to serve.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is in use.
 * @throws {UsageError} If `root` is not a directory, or `database` cannot be a
 * database.
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

/** The type that `route` gives its handlers does not say that this is TCP. */
type NetInfo = Deno.ServeHandlerInfo<Deno.NetAddr>;

/** `serveFetch` writes the log: `quiet` stops `serveDir` from writing its own. */
function filesIn(fsRoot: string): (request: Request) => Promise<Response> {
  return (request) =>
    serveDir(request, { fsRoot, showDirListing: true, quiet: true });
}

if (import.meta.main) {
  await runProgram({ flags: { root: "text", database: "text" } }, serve);
}
