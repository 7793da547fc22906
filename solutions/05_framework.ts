/**
 * Your own `Deno.serve`: handlers that take a `Request` and return a `Response`,
 * as they run on `Deno.serve` and in many frameworks, on the engine of this
 * course. On top of it: routes, middleware and a small site.
 *
 * Request and Response are those of the Fetch Standard. A `Request` cannot hold
 * everything that RFC 9110 allows: the bridge answers 400 or 501 to the rest. Its
 * URL may be spelt differently from the client's. Handlers that need the raw
 * path, like those for files and programs, take the engine's own requests.
 *
 * @module
 */

import { runProgram } from "./01_tcp/program.ts";
import { serveHttp, type ServeHttpOptions, type Server } from "./02_http.ts";
import { withErrors } from "./05_framework/middleware.ts";
import { shutdownOn } from "./05_framework/shutdown_on.ts";
import { site } from "./05_framework/site.ts";
import { toHttpHandler } from "./05_framework/to_http_handler.ts";
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
export { site, toHttpHandler };

/** Options of {@linkcode serve}: those of the engine, and some of `Deno.serve`. */
export interface ServeFetchOptions extends ServeHttpOptions {
  /** Called once the server listens, with its address. */
  onListen?(addr: Deno.NetAddr): void;
  /**
   * Answers an error that the handler has thrown. By default an
   * {@linkcode HttpError} is answered with its status, and any other error with
   * 500 and a line in the log.
   */
  onError?: ErrorHandler;
  /** Shuts the server down when it aborts. */
  signal?: AbortSignal;
}

/**
 * Listens, and answers every request with a `Response`. A handler that runs here
 * also runs on `Deno.serve`, and vice versa.
 *
 * @param options Where to listen, the limits, and where to log.
 * @param handler Answers a request.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is in use.
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

if (import.meta.main) {
  await runProgram({}, (flags) => serve(flags, site()));
}
