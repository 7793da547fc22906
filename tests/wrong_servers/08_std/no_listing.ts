/**
 * @wrong Leaves the options of serveDir at their defaults.
 * @rejectedBy task 8 · a directory without an index.html is listed
 * @saying status 404 instead of 200
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
    return serveDir(request, { fsRoot, quiet: true });
  });
}
