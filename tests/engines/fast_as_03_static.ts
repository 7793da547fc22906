/**
 * The fast file server on the fast engine, under the name of stage 03.
 *
 * @module
 */

import { staticFiles } from "../../mod.ts";
import { runProgram } from "../../solutions/01_tcp/program.ts";
import type { ServeStaticOptions } from "../../solutions/03_static.ts";
import { serveHttp, type Server } from "./fast_as_02_http.ts";

export type {
  ServeStaticOptions,
  StaticFilesOptions,
} from "../../solutions/03_static.ts";
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
