/**
 * The HTTP server once more; now a connection persists. Request follows request,
 * bodies arrive and leave in chunks, and no client can take more than its share
 * of memory, time or connections.
 *
 * RFC 9110 and RFC 9112. Left out on purpose: HTTP/2, TLS, and answering the
 * pipelined requests of one connection in parallel: its handlers run one after
 * another. There is nothing here that exists only for speed; `engine/` has a
 * fast server with the same behaviour.
 *
 * To read it, go once from the outside to the inside, in `06_persistent/`:
 *
 * 1. `listener.ts` accepts connections, up to a limit, and ends them all.
 * 2. `connection.ts` serves the requests of one connection.
 * 3. `exchange.ts` answers one request, `head.ts` reads its head.
 * 4. `request_body.ts` reads its body, `chunked_decoder.ts` removes the chunks.
 * 5. `response.ts` decides how the answer is framed, `output.ts` writes it.
 *
 * @module
 */

import type { Server } from "./01_tcp.ts";
import { runProgram } from "./01_tcp/program.ts";
import {
  type PersistentOptions as ServeHttpOptions,
  resolveOptions,
} from "./02_http/options.ts";
import type { HttpHandler } from "./02_http/types.ts";
import { type ServeStaticOptions, staticFiles } from "./03_static.ts";
import { cgi, type CgiOptions } from "./04_cgi.ts";
import { listen } from "./06_persistent/listener.ts";

export type { ServeOptions } from "./01_tcp.ts";
export type { ServeHttpOptions, Server };
export * from "./02_http/types.ts";

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
 * @param options Where to listen, the limits, and the log.
 * @param handler Answers a request. TRACE, CONNECT and `OPTIONS *` do not reach
 * it.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 *
 * @example Greet
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { serveHttp } from "./06_persistent.ts";
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
 * Serves the whole site: files, and programs next to them.
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
  await runProgram({ flags: { root: "text" } }, serve);
}
