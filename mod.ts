/**
 * A web server from the socket up, as the stages of the course build it: a TCP
 * server, an HTTP engine, static files, CGI programs. The engine is the fast one
 * of `engine/`.
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

export {
  type ConnectionHandler,
  type ServeOptions,
  type Server,
  serveTcp,
} from "./solutions/01_tcp.ts";
export {
  type ReadRequestOptions,
  type ServeHttpOptions as OneRequestOptions,
} from "./solutions/02_http.ts";
export { type StaticFilesOptions } from "./solutions/03_static.ts";
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
} from "./solutions/05_framework.ts";
export {
  type Guestbook,
  guestbook,
  type GuestbookOptions,
} from "./solutions/07_database/guestbook.ts";
export {
  type Bytes,
  HttpError,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
  serveHttp,
  type ServeHttpOptions,
} from "./engine/serve_http.ts";
export { staticFiles } from "./engine/files/static_files.ts";
export { serve, type ServeFetchOptions } from "./engine/bridge/serve.ts";
export { toHttpHandler } from "./engine/bridge/to_http_handler.ts";
