/**
 * @wrong Looks for the site in the working directory.
 * @rejectedBy task 7 · the program prints its URL and its log, no more
 * @saying /style.css: status 404 instead of 200
 *
 * @module
 */

import { serveDir } from "@std/http/file-server";
import { runProgram } from "../../../solutions/01_tcp/program.ts";
import type { Server } from "../../../solutions/02_http.ts";
import type { ServeStdOptions } from "../../../solutions/08_std.ts";
import { serveFetch } from "../../../solutions/08_std/serve_fetch.ts";

export { serveFetch };

export function serve(options: ServeStdOptions): Server {
  const fsRoot = `${options.root ?? "fixtures/www"}`;
  return serveFetch(options, (request) => {
    return serveDir(request, { fsRoot, quiet: true });
  });
}

if (import.meta.main) {
  await runProgram({ flags: { root: "text", database: "text" } }, serve);
}
