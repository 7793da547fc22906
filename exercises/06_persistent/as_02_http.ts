/**
 * Your engine in the place of the one of stage 02, so that the suite of stage 02
 * can run on it; README.md says how. This file is given: there is nothing to
 * write here.
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
 * Your engine, whose shutdown cuts open connections, as that of stage 02.
 *
 * @param options Where to listen, the limits, and the log.
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
 * @param options Where to listen, the limits, and the log.
 * @returns The running server.
 */
export function serve(options: ServeHttpOptions = {}): Server {
  return serveHttp(options, formSite);
}

if (import.meta.main) {
  await runProgram({}, serve);
}
