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
import { type ServeFetchOptions, serveOn } from "./05_framework/serve_on.ts";
import { site } from "./05_framework/site.ts";
import type { FetchHandler } from "./05_framework/types.ts";

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
export { toHttpHandler } from "./05_framework/to_http_handler.ts";
export { type ServeFetchOptions, site };

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
  return serveOn(serveHttp)(options, handler);
}

if (import.meta.main) {
  await runProgram({}, (flags) => serve(flags, site()));
}
