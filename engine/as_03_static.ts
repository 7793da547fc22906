/**
 * The site of stage 06 under the name of that of stage 03: an import map that
 * leads `03_static.ts` here has the suite of that ask the fast way for files.
 *
 * @module
 */

import { runProgram } from "../solutions/01_tcp/program.ts";
import type { ServeStaticOptions } from "../solutions/03_static.ts";
import type { Server } from "./serve_http.ts";
import { serveHttp } from "./as_02_http.ts";
import { staticFiles } from "./static_files.ts";

export type {
  ServeStaticOptions,
  StaticFilesOptions,
} from "../solutions/03_static.ts";
export { staticFiles };

const DEFAULT_ROOT = new URL("../../fixtures/www/", import.meta.url);

/**
 * Serves the files under a directory.
 *
 * @param options Where to listen, and what to serve.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 * @throws {UsageError} If `root` is not a directory that can be read.
 */
export function serve(options: ServeStaticOptions = {}): Server {
  const { root = DEFAULT_ROOT } = options;
  return serveHttp(options, staticFiles(root, options));
}

if (import.meta.main) {
  await runProgram({ flags: { root: "text" } }, serve);
}
