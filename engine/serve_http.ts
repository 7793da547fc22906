/**
 * The engine, again: now a connection stays open for one request after the
 * other, bodies come and go in chunks, and no client can take more than its
 * share of memory, time or connections.
 *
 * RFC 9110 and RFC 9112 (HTTP/1.1), to the letter. Left out on purpose: HTTP/2,
 * TLS, and answering the pipelined requests of one connection side by side: its
 * handlers run one after another.
 *
 * @module
 */

import type { Server } from "../solutions/01_tcp.ts";
import { runProgram } from "../solutions/01_tcp/program.ts";
import type { HttpHandler } from "../solutions/02_http/types.ts";
import type { ServeStaticOptions } from "../solutions/03_static.ts";
import { cgi, type CgiOptions } from "../solutions/04_cgi.ts";
import { listen } from "./listener.ts";
import { staticFiles } from "./files/static_files.ts";
import { type ServeHttpOptions, withDefaults } from "./options.ts";
import { serveInProcesses } from "./processes/processes.ts";

export type { ServeOptions } from "../solutions/01_tcp.ts";
export type { ServeHttpOptions, Server };
export * from "../solutions/02_http/types.ts";

/** Options of {@linkcode serve}. */
export interface ServeSiteOptions
  extends
    ServeHttpOptions,
    Omit<ServeStaticOptions, keyof ServeHttpOptions>,
    Omit<CgiOptions, keyof ServeHttpOptions> {}

const DEFAULT_ROOT = new URL("../fixtures/www/", import.meta.url);

/**
 * Listens, and answers every request of every connection.
 *
 * @param options Where to listen, the limits, and what to log to.
 * @param handler Answers a request. TRACE, CONNECT and `OPTIONS *` do not reach
 * it.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
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
  return listen(withDefaults(options), handler);
}

/**
 * Serves the whole site: files, and programs beside them.
 *
 * @param options Where to listen, and what to serve.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 * @throws {UsageError} If a directory cannot be read.
 */
export function serve(options: ServeSiteOptions = {}): Server {
  const { root = DEFAULT_ROOT } = options;
  return serveHttp(options, cgi(options, staticFiles(root, options)));
}

if (import.meta.main) {
  await runProgram(
    { flags: { root: "text", processes: "number" } },
    (flags) => serveInProcesses(flags, serve),
  );
}
