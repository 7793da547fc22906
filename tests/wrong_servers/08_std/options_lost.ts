/**
 * @wrong Passes no options to the guestbook.
 * @rejectedBy task 11 · a database that stays locked is 503, with a reason
 * @saying busyTimeoutMs is not passed to guestbook()
 *
 * @module
 */

import { serveDir } from "@std/http/file-server";
import { route } from "@std/http/unstable-route";
import type { Server } from "../../../solutions/02_http.ts";
import { toFetchHandler } from "../../../solutions/05_framework.ts";
import { guestbook } from "../../../solutions/07_database.ts";
import { databasePath } from "../../../solutions/07_database/database_path.ts";
import type { ServeStdOptions } from "../../../solutions/08_std.ts";
import { serveFetch } from "../../../solutions/08_std/serve_fetch.ts";

export { serveFetch };

export function serve(options: ServeStdOptions): Server {
  const book = toFetchHandler(guestbook(databasePath(options.database)));
  return serveFetch(
    options,
    route([{
      pattern: new URLPattern({ pathname: "/" }),
      handler: (request, _, info) =>
        book(request, info as Deno.ServeHandlerInfo<Deno.NetAddr>),
    }], (request) => serveDir(request, { fsRoot: `${options.root}` })),
  );
}
