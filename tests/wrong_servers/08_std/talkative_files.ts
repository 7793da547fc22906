/**
 * @wrong Leaves the log of serveDir on the console.
 * @rejectedBy task 7 · the program prints its URL and its log, no more
 * @saying stderr is
 *
 * @module
 */

import { serveDir } from "@std/http/file-server";
import { fromFileUrl } from "@std/path";
import { runProgram } from "../../../solutions/01_tcp/program.ts";
import type { Server } from "../../../solutions/02_http.ts";
import type { ServeStdOptions } from "../../../solutions/08_std.ts";
import { serveFetch } from "../../../solutions/08_std/serve_fetch.ts";

export { serveFetch };

const SITE = fromFileUrl(new URL("../../../fixtures/www/", import.meta.url));

export function serve(options: ServeStdOptions): Server {
  return serveFetch(options, (request) => serveDir(request, { fsRoot: SITE }));
}

if (import.meta.main) {
  await runProgram({ flags: { root: "text", database: "text" } }, serve);
}
