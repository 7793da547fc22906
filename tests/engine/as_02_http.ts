/**
 * The engine under the name of stage 02. An import map that replaces
 * `02_http.ts` with this module runs everything built on stage 02 on the engine.
 *
 * @module
 */

import {
  serveHttp as servePersistently,
  type ServeHttpOptions,
  type Server,
} from "../../engine/serve_http.ts";
import { runProgram } from "../../solutions/01_tcp/program.ts";
import { formSite } from "../../solutions/02_http/form_site.ts";
import type { HttpHandler } from "../../solutions/02_http/types.ts";

export type { ServeHttpOptions, Server };
export type { ServeOptions } from "../../solutions/01_tcp.ts";
export * from "../../solutions/02_http/types.ts";
export type { ReadRequestOptions } from "../../solutions/02_http/options.ts";
export { readRequest } from "../../solutions/02_http/request.ts";
export { writeResponse } from "../../solutions/02_http/write_response.ts";

/**
 * The engine. Its shutdown cuts open connections, as in stage 02.
 *
 * @param options Where to listen, the limits, and where to log.
 * @param handler Answers a request.
 * @returns The running server.
 */
export function serveHttp(
  options: ServeHttpOptions,
  handler: HttpHandler,
): Server {
  return servePersistently({ shutdownGraceMs: 0, ...options }, handler);
}

/**
 * Serves the page with the form.
 *
 * @param options Where to listen, the limits, and where to log.
 * @returns The running server.
 */
export function serve(options: ServeHttpOptions = {}): Server {
  return serveHttp(options, formSite);
}

if (import.meta.main) {
  await runProgram({}, serve);
}
