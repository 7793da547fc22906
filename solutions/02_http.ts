/**
 * An HTTP server: the bytes of a connection become a request, a handler makes a
 * response of it, and that becomes bytes again. On top of it a page with a form.
 *
 * RFC 9110 (what messages mean) and RFC 9112 (HTTP/1.1, how they are written).
 * Left out on purpose: a second request on the same connection, and
 * Transfer-Encoding; both come in a later stage.
 *
 * @module
 */

import { type ServeOptions, type Server, serveTcp } from "./01_tcp.ts";
import { runProgram } from "./01_tcp/program.ts";
import { serveExchange } from "./02_http/exchange.ts";
import { formSite } from "./02_http/form_site.ts";
import type { ReadRequestOptions } from "./02_http/request.ts";
import type { HttpHandler } from "./02_http/types.ts";

export type { ServeOptions, Server };
export * from "./02_http/types.ts";
export { readRequest, type ReadRequestOptions } from "./02_http/request.ts";
export { writeResponse } from "./02_http/write_response.ts";

/** Options of {@linkcode serveHttp}: where to listen, and the limits of a request. */
export interface ServeHttpOptions
  extends ServeOptions, Omit<ReadRequestOptions, "signal"> {}

/**
 * Listens, and answers one request per connection. What a handler throws is
 * answered: an {@linkcode HttpError} with its status and message, anything else
 * with 500 and a line in the log. Once the answer has begun it is too late for
 * that, and the connection is cut.
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
 * import { serveHttp } from "./02_http.ts";
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
  const { log = console.log } = options;
  const departures = new Set<AbortController>();
  const server = serveTcp(options, async (connection) => {
    const departure = new AbortController();
    departures.add(departure);
    try {
      await serveExchange(connection, handler, { ...options, log, departure });
    } finally {
      departures.delete(departure);
    }
  });

  // A handler that waits, and not for its client, hears of the end only here.
  function shutdown(): Promise<void> {
    for (const departure of departures) departure.abort();
    return server.shutdown();
  }

  return { ...server, shutdown, [Symbol.asyncDispose]: shutdown };
}

/**
 * Serves the page with the form.
 *
 * @param options Where to listen, the limits, and what to log to.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 */
export function serve(options: ServeHttpOptions = {}): Server {
  return serveHttp(options, formSite);
}

if (import.meta.main) {
  await runProgram({}, serve);
}
