/**
 * The bridge: a handler that runs on `Deno.serve` becomes one of this course.
 *
 * @module
 */

import type { HttpHandler } from "../02_http/types.ts";
import { fromResponse } from "./from_response.ts";
import { toRequest } from "./to_request.ts";
import type { FetchHandler } from "./types.ts";

/**
 * Makes a handler of the engine from one of the web platform.
 *
 * @param handler Answers a `Request` with a `Response`.
 * @returns The handler of the engine. It throws what `handler` throws, and
 * {@linkcode HttpError} if the request cannot be a `Request`.
 *
 * @example Next to a handler of the engine
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { serveHttp } from "../02_http.ts";
 * import { staticFiles } from "../03_static.ts";
 * import { toHttpHandler } from "./to_http_handler.ts";
 *
 * const files = staticFiles(new URL("../../fixtures/www/", import.meta.url));
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
    const request = toRequest(httpRequest);
    const { remoteAddr } = httpRequest;
    return fromResponse(await handler(request, { remoteAddr }));
  };
}
