/**
 * The other exports of stage 02, which an engine needs in order to replace that
 * stage.
 *
 * @module
 */

import type { HttpHandler } from "../../solutions/02_http.ts";
import { formSite } from "../../solutions/02_http/form_site.ts";
import type {
  ServeHttpOptions,
  Server,
} from "../../solutions/06_persistent.ts";

export type { ServeOptions, Server } from "../../solutions/01_tcp.ts";
export type { ServeHttpOptions } from "../../solutions/06_persistent.ts";
export * from "../../solutions/02_http/types.ts";
export type { ReadRequestOptions } from "../../solutions/02_http.ts";
export { readRequest } from "../../solutions/02_http/request.ts";
export { writeResponse } from "../../solutions/02_http/write_response.ts";

/** Starts an engine. */
export type ServeHttp = (
  options: ServeHttpOptions,
  handler: HttpHandler,
) => Server;

/**
 * An engine whose shutdown cuts what is open, as stage 02 does.
 *
 * @param serveHttp The engine.
 * @returns What starts it.
 */
export function cutAtShutdown(serveHttp: ServeHttp): ServeHttp {
  return (options, handler) =>
    serveHttp({ shutdownGraceMs: 0, ...options }, handler);
}

/**
 * The site of stage 02 on an engine.
 *
 * @param serveHttp The engine.
 * @returns What starts the site.
 */
export function serveFormOn(
  serveHttp: ServeHttp,
): (options?: ServeHttpOptions) => Server {
  return (options = {}) => serveHttp(options, formSite);
}
