/**
 * A web server from the socket up, as the stages of the course build it:
 * a TCP server, an HTTP engine, static files, CGI programs.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { cgi, serveHttp, staticFiles } from "./mod.ts";
 *
 * const site = staticFiles("fixtures/www");
 * const handler = cgi({ scripts: { "/cgi-bin": "cgi-bin" } }, site);
 * await using server = serveHttp({ port: 0, log() {} }, handler);
 *
 * const answer = await fetch(`http://127.0.0.1:${server.addr.port}/test.jpg`);
 * assertEquals(answer.headers.get("content-type"), "image/jpeg");
 * await answer.body?.cancel();
 * ```
 *
 * @module
 */

import type {
  FetchHandler,
  ServeFetchOptions as OneRequestFetchOptions,
} from "./solutions/05_framework.ts";
import { serveOn } from "./solutions/05_framework/serve_on.ts";
import {
  serveHttp,
  type ServeHttpOptions,
  type Server,
} from "./engine/serve_http.ts";

export {
  type ConnectionHandler,
  type ServeOptions,
  type Server,
  serveTcp,
} from "./solutions/01_tcp.ts";
export {
  type Bytes,
  HttpError,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
  serveHttp,
  type ServeHttpOptions,
} from "./engine/serve_http.ts";
export {
  type ReadRequestOptions,
  type ServeHttpOptions as OneRequestOptions,
} from "./solutions/02_http.ts";
export { type StaticFilesOptions } from "./solutions/03_static.ts";
export { staticFiles } from "./engine/static_files.ts";
export { cgi, type CgiOptions } from "./solutions/04_cgi.ts";
export { type RunOptions as CgiRunOptions } from "./solutions/04_cgi/run_script.ts";
export {
  type ErrorHandler,
  type FetchHandler,
  type FetchInfo,
  type Route,
  route,
  type RouteHandler,
  type ServeFetchOptions as OneRequestFetchOptions,
  toFetchHandler,
  toHttpHandler,
} from "./solutions/05_framework.ts";
export {
  type Guestbook,
  guestbook,
  type GuestbookOptions,
} from "./solutions/07_database.ts";

/** Options of {@linkcode serve}: those of the engine, and some of `Deno.serve`. */
export interface ServeFetchOptions
  extends ServeHttpOptions, OneRequestFetchOptions {}

/**
 * Listens, and answers every request with a `Response`, on the same engine as
 * {@linkcode serveHttp}: a connection stays open. What runs here runs on
 * `Deno.serve`, and the other way round.
 *
 * @param options Where to listen, the limits, and what to log to.
 * @param handler Answers a request.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { serve } from "./mod.ts";
 *
 * await using server = serve({ port: 0, log() {} }, async (request) => {
 *   return new Response(`You say ${await request.text()}`);
 * });
 * const url = `http://127.0.0.1:${server.addr.port}/`;
 * const response = await fetch(url, { method: "POST", body: "tea" });
 * assertEquals(await response.text(), "You say tea");
 * ```
 */
export function serve(
  options: ServeFetchOptions,
  handler: FetchHandler,
): Server {
  return serveOn(serveHttp)(options, handler);
}
