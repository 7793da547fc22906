/**
 * @wrong Has no route for the guestbook: the index.html answers.
 * @rejectedBy task 3 · GET / is the guestbook, with and without a query
 * @saying the page has no form with a field firstname
 *
 * @module
 */

import { serveDir } from "@std/http/file-server";
import type { Server } from "../../../solutions/02_http.ts";
import type { ServeStdOptions } from "../../../solutions/08_std.ts";
import { serveFetch } from "../../../solutions/08_std/serve_fetch.ts";

export { serveFetch };

export function serve(options: ServeStdOptions): Server {
  const fsRoot = `${options.root}`;
  return serveFetch(options, (request) => {
    return serveDir(request, { fsRoot, showDirListing: true, quiet: true });
  });
}
