/**
 * The persistent engine under the name of the first one: an import map that
 * leads `02_http.ts` here puts it under all that was written for that.
 *
 * @module
 */

import { runProgram } from "../solutions/01_tcp/program.ts";
import { serveHttp as servePersistently } from "./serve_http.ts";
import { formSite } from "../solutions/02_http/form_site.ts";
import type { HttpHandler } from "../solutions/02_http/types.ts";
import type { ServeHttpOptions, Server } from "./serve_http.ts";

export type { ServeOptions, Server } from "../solutions/01_tcp.ts";
export type { ServeHttpOptions } from "./serve_http.ts";
export * from "../solutions/02_http/types.ts";
export type { ReadRequestOptions } from "../solutions/02_http/options.ts";
export { readRequest } from "../solutions/02_http/request.ts";
export { writeResponse } from "../solutions/02_http/write_response.ts";

/**
 * The persistent engine, whose shutdown cuts what is open, as stage 02 has it.
 *
 * @param options Where to listen, the limits, and what to log to.
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
 * @param options Where to listen, the limits, and what to log to.
 * @returns The running server.
 */
export function serve(options: ServeHttpOptions = {}): Server {
  return serveHttp(options, formSite);
}

if (import.meta.main) {
  await runProgram({}, serve);
}
