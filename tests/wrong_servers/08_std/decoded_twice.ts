/**
 * @wrong Decodes the path before serveDir does.
 * @rejectedBy task 9 · a path is percent-decoded once, without its query
 * @saying /100%25.txt: status 500 instead of 200
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
    const url = request.url.replace(/%25/g, "%");
    return serveDir(new Request(url, request), { fsRoot, quiet: true });
  });
}
