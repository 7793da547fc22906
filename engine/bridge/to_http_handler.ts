/**
 * The fast bridge: a handler that runs on `Deno.serve` runs on the engine.
 *
 * @module
 */

import type { HttpHandler } from "../../solutions/02_http/types.ts";
import { fromResponse } from "../../solutions/05_framework/from_response.ts";
import type { FetchHandler } from "../../solutions/05_framework/types.ts";
import { RequestFactory } from "./lazy_request.ts";

/**
 * Makes a handler of the engine from one of the web platform. It does the same
 * as `toHttpHandler` of stage 05, but makes a `Request` only if the handler needs
 * more than its URL, its method or its signal.
 *
 * @param handler Answers a `Request` with a `Response`.
 * @returns The handler of the engine. It throws what `handler` throws, and
 * {@linkcode HttpError} if the request cannot be a `Request`.
 *
 * @example Next to a handler of the engine
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { staticFiles } from "../files/static_files.ts";
 * import { serveHttp } from "../serve_http.ts";
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
  const requests = new RequestFactory();
  return async (httpRequest) => {
    const request = requests.make(httpRequest);
    const { remoteAddr } = httpRequest;
    return await fromResponse(await handler(request, { remoteAddr }));
  };
}
