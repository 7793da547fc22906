/**
 * @wrong Passes the option to the guestbook without databasePath.
 * @rejectedBy task 5 · a path without a directory is a UsageError
 * @saying databasePath()
 *
 * @module
 */

import { serveDir } from "@std/http/file-server";
import { route } from "@std/http/unstable-route";
import type { Server } from "../../../solutions/02_http.ts";
import { toFetchHandler } from "../../../solutions/05_framework.ts";
import { guestbook } from "../../../solutions/07_database.ts";
import type { ServeStdOptions } from "../../../solutions/08_std.ts";
import { serveFetch } from "../../../solutions/08_std/serve_fetch.ts";

export { serveFetch };

export function serve(options: ServeStdOptions): Server {
  const book = toFetchHandler(guestbook(options.database!, options));
  return serveFetch(
    options,
    route([{
      pattern: new URLPattern({ pathname: "/" }),
      handler: (request, _, info) =>
        book(request, info as Deno.ServeHandlerInfo<Deno.NetAddr>),
    }], (request) => serveDir(request, { fsRoot: `${options.root}` })),
  );
}
