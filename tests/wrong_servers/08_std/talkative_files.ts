/**
 * @wrong Leaves serveDir its own log, on the console.
 * @rejectedBy task 2 · as a program it prints its URL, and ends on Ctrl-C
 * @saying on stderr
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
