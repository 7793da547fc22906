/**
 * Your own `Deno.serve`: handlers that take a `Request` and return a `Response`,
 * as they run on `Deno.serve` and in many frameworks, on the engine of this
 * course. On top of it routes, middleware, and a small site.
 *
 * Request and Response are those of the Fetch Standard. A Request cannot hold
 * all that RFC 9110 allows: what it refuses is answered 400 or 501, and its URL
 * is not spelt as the client has spelt it. Handlers that need the raw path, as
 * those for files and programs do, stay on the engine.
 *
 * @module
 */

import { runProgram } from "./01_tcp/program.ts";
import { serveHttp, type ServeHttpOptions, type Server } from "./02_http.ts";
import type { HttpHandler } from "./02_http/types.ts";
import { fromResponse } from "./05_framework/from_response.ts";
import { withErrors } from "./05_framework/middleware.ts";
import { site } from "./05_framework/site.ts";
import { toLazyRequest } from "./05_framework/lazy_request.ts";
import type { ErrorHandler, FetchHandler } from "./05_framework/types.ts";

export type { ServeHttpOptions, Server };
export {
  HttpError,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
} from "./02_http/types.ts";
export * from "./05_framework/types.ts";
export { withErrors, withLog } from "./05_framework/middleware.ts";
export { route } from "./05_framework/route.ts";
export { toFetchHandler } from "./05_framework/to_fetch_handler.ts";
export { site };

/** Options of {@linkcode serve}: those of the engine, and some of `Deno.serve`. */
export interface ServeFetchOptions extends ServeHttpOptions {
  /** Called once the server listens, with its address. */
  onListen?(addr: Deno.NetAddr): void;
  /**
   * Answers what the handler has thrown; by default an {@linkcode HttpError} is
   * answered with its status, and anything else with 500 and a line in the log.
   */
  onError?: ErrorHandler;
  /** Shuts the server down when it aborts. */
  signal?: AbortSignal;
}

/**
 * Listens, and answers every request with a `Response`. What runs here runs on
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
 * import { serve } from "./05_framework.ts";
 *
 * await using server = serve({ port: 0 }, async (request) => {
 *   const { name } = await request.json();
 *   return Response.json({ greeting: `Hello, ${name}` });
 * });
 * const url = `http://127.0.0.1:${server.addr.port}/`;
 * const body = JSON.stringify({ name: "Ada" });
 * const response = await fetch(url, { method: "POST", body });
 * assertEquals(await response.json(), { greeting: "Hello, Ada" });
 * ```
 */
export function serve(
  options: ServeFetchOptions,
  handler: FetchHandler,
): Server {
  const { onListen, onError, signal, ...engineOptions } = options;
  const answer = onError ? withErrors(onError, handler) : handler;
  const server = serveHttp(engineOptions, toHttpHandler(answer));
  onListen?.(server.addr);
  if (signal) shutdownOn(signal, server);
  return server;
}

/**
 * Makes a handler of the engine from one of the web platform.
 *
 * @param handler Answers a `Request` with a `Response`.
 * @returns The handler of the engine. It throws what `handler` throws, and
 * {@linkcode HttpError} where a request cannot be a `Request`.
 *
 * @example Beside a handler of the engine
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { serveHttp } from "./02_http.ts";
 * import { staticFiles } from "./03_static.ts";
 * import { toHttpHandler } from "./05_framework.ts";
 *
 * const files = staticFiles(new URL("../fixtures/www/", import.meta.url));
 * const api = toHttpHandler(() => Response.json({ answer: 42 }));
 * await using server = serveHttp(
 *   { port: 0 },
 *   (request) => request.path === "/api" ? api(request) : files(request),
 * );
 * const answer = await fetch(`http://127.0.0.1:${server.addr.port}/api`);
 * assertEquals(await answer.json(), { answer: 42 });
 * ```
 */
export function toHttpHandler(handler: FetchHandler): HttpHandler {
  return async (httpRequest) => {
    const request = toLazyRequest(httpRequest);
    const { remoteAddr } = httpRequest;
    return await fromResponse(await handler(request, { remoteAddr }));
  };
}

/** A signal may outlive many servers: none is left on its list. */
function shutdownOn(signal: AbortSignal, server: Server): void {
  const shutdown = () => void server.shutdown();
  if (signal.aborted) return shutdown();
  signal.addEventListener("abort", shutdown);
  server.finished.then(() => signal.removeEventListener("abort", shutdown));
}

if (import.meta.main) {
  await runProgram({}, (flags) => serve(flags, site()));
}
