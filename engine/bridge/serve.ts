/**
 * `serve` of stage 05 on the fast engine, with the fast bridge.
 *
 * @module
 */

import type { Server } from "../../solutions/01_tcp.ts";
import type { ServeFetchOptions as SingleRequestOptions } from "../../solutions/05_framework.ts";
import { withErrors } from "../../solutions/05_framework/middleware.ts";
import { shutdownOn } from "../../solutions/05_framework/shutdown_on.ts";
import type { FetchHandler } from "../../solutions/05_framework/types.ts";
import { serveHttp, type ServeHttpOptions } from "../serve_http.ts";
import { toHttpHandler } from "./to_http_handler.ts";

/** Options of {@linkcode serve}: those of the engine, and some of `Deno.serve`. */
export interface ServeFetchOptions
  extends ServeHttpOptions, SingleRequestOptions {}

/**
 * Listens, and answers every request with a `Response`, on the same engine as
 * {@linkcode serveHttp}, so connections are persistent. A handler that runs here
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
 * import { serve } from "./serve.ts";
 *
 * await using server = serve({ port: 0, log() {} }, async (request) => {
 *   return new Response(`You say ${await request.text()}`);
 * });
 * const url = `http://127.0.0.1:${server.addr.port}/`;
 * const response = await fetch(url, { method: "POST", body: "tea" });
 * assertEquals(await response.text(), "You say tea");
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
