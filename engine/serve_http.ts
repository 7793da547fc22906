/**
 * The fast engine: HTTP/1.1 with persistent connections. It does the same as the
 * plain engine of stage 06, with less time and memory for each request.
 *
 * RFC 9110 and RFC 9112. Left out on purpose: HTTP/2, TLS, and handling the
 * pipelined requests of one connection in parallel; their handlers run one after
 * the other.
 *
 * @module
 */

import type { Server } from "../solutions/01_tcp.ts";
import type { HttpHandler } from "../solutions/02_http/types.ts";
import type { ServeStaticOptions } from "../solutions/03_static.ts";
import { DEFAULT_ROOT } from "../solutions/03_static/root_directory.ts";
import { cgi, type CgiOptions } from "../solutions/04_cgi.ts";
import { staticFiles } from "./files/static_files.ts";
import { listen } from "./listener.ts";
import { resolveOptions, type ServeHttpOptions } from "./options.ts";

export type { ServeOptions } from "../solutions/01_tcp.ts";
export type { ServeHttpOptions, Server };
export * from "../solutions/02_http/types.ts";

/** Options of {@linkcode serve}. */
export interface ServeSiteOptions
  extends
    ServeHttpOptions,
    Omit<ServeStaticOptions, keyof ServeHttpOptions>,
    Omit<CgiOptions, keyof ServeHttpOptions> {}

/**
 * Listens, and answers every request of every connection.
 *
 * @param options Where to listen, the limits, and where to log.
 * @param handler Answers a request. It never receives TRACE, CONNECT or
 * `OPTIONS *`.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is in use.
 *
 * @example Greet
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { serveHttp } from "./serve_http.ts";
 *
 * await using server = serveHttp({ port: 0 }, (request) => ({
 *   status: 200,
 *   headers: { "Content-Type": "text/plain; charset=utf-8" },
 *   body: `You want ${request.path}\n`,
 * }));
 * const response = await fetch(`http://127.0.0.1:${server.addr.port}/tea`);
 * assertEquals(await response.text(), "You want /tea\n");
 * ```
 */
export function serveHttp(
  options: ServeHttpOptions,
  handler: HttpHandler,
): Server {
  return listen(resolveOptions(options), handler);
}

/**
 * Serves a site of files and CGI programs.
 *
 * @param options Where to listen, and what to serve.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is in use.
 * @throws {UsageError} If a directory cannot be read.
 */
export function serve(options: ServeSiteOptions = {}): Server {
  const { root = DEFAULT_ROOT } = options;
  return serveHttp(options, cgi(options, staticFiles(root, options)));
}
