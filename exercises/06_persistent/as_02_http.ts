/**
 * Your engine under the name of the first one, so that the suite of stage 02
 * can be run on it; README.md says how. It is given: there is nothing to write
 * here.
 *
 * @module
 */

import { formSite } from "../../solutions/02_http/form_site.ts";
import { runProgram } from "../01_tcp/program.ts";
import {
  type HttpHandler,
  serveHttp as servePersistently,
  type ServeHttpOptions,
  type Server,
} from "./server.ts";

export * from "./server.ts";
export {
  readRequest,
  type ReadRequestOptions,
  writeResponse,
} from "../../solutions/02_http.ts"; // your own: "../02_http/server.ts"

/**
 * Your engine, whose shutdown cuts what is open, as stage 02 has it.
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
