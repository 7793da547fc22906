/**
 * An HTTP server: the bytes of a connection become a request, a handler turns it
 * into a response, and that becomes bytes again. On top of it, a page with a form.
 *
 * RFC 9110 (what messages mean) and RFC 9112 (how HTTP/1.1 writes them). Left out
 * on purpose: a second request on the same connection, and Transfer-Encoding;
 * stage 06 adds both.
 *
 * @module
 */

import { type ServeOptions, type Server, serveTcp } from "./01_tcp.ts";
import { runProgram } from "./01_tcp/program.ts";
import { Departure } from "./02_http/departure.ts";
import { serveExchange } from "./02_http/exchange.ts";
import { formSite } from "./02_http/form_site.ts";
import {
  resolveOptions,
  type SingleRequestOptions as ServeHttpOptions,
} from "./02_http/options.ts";
import type { HttpHandler } from "./02_http/types.ts";

export type { ServeOptions, Server };
export * from "./02_http/types.ts";
export type { ServeHttpOptions };
export type { ReadRequestOptions } from "./02_http/options.ts";
export { readRequest } from "./02_http/request.ts";
export { writeResponse } from "./02_http/write_response.ts";

/**
 * Listens, and answers one request per connection. An error that a handler
 * throws is answered: an {@linkcode HttpError} with its status and message, any
 * other with 500 and a line in the log. Once the answer has begun it is too late
 * for that, and the connection is cut.
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
  const resolved = resolveOptions(options);
  const departures = new Set<Departure>();
  const server = serveTcp(resolved, async (connection) => {
    const departure = new Departure(resolved.halfCloseTimeoutMs);
    departures.add(departure);
    try {
      await serveExchange(connection, handler, { ...resolved, departure });
    } finally {
      departures.delete(departure);
    }
  });

  // A handler that waits for something other than its client learns of the end
  // only from its signal.
  function shutdown(): Promise<void> {
    const stopped = new DOMException("The server stops", "AbortError");
    for (const departure of departures) departure.abort(stopped);
    return server.shutdown();
  }

  return { ...server, shutdown, [Symbol.asyncDispose]: shutdown };
}

/**
 * Serves the page with the form.
 *
 * @param options Where to listen, the limits, and the log.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 */
export function serve(options: ServeHttpOptions = {}): Server {
  return serveHttp(options, formSite);
}

if (import.meta.main) {
  await runProgram({}, serve);
}
