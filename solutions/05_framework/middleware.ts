/**
 * Middleware: functions that take a handler and return one. They contain what
 * every answer of a site needs, written once.
 *
 * @module
 */

import { tolerantLog } from "../01_tcp/log.ts";
import { checkResponse } from "./from_response.ts";
import type { ErrorHandler, FetchHandler } from "./types.ts";

/**
 * Logs each request: its method, its URL, the status, and how long the handler
 * took. If the handler throws or returns no `Response`, it logs "failed" instead
 * of the status, and throws the error on.
 *
 * @param log Takes one line per request; it may throw.
 * @param handler Answers a request.
 * @returns The handler that logs.
 */
export function withLog(
  log: (line: string) => void,
  handler: FetchHandler,
): FetchHandler {
  const logLine = tolerantLog(log);
  return async (request, info) => {
    const start = performance.now();
    let outcome = "failed";
    try {
      const response = checkResponse(await handler(request, info));
      outcome = `${response.status}`;
      return response;
    } finally {
      const ms = (performance.now() - start).toFixed(1);
      // Method and URL contain no control characters.
      logLine(`${request.method} ${request.url} ${outcome} ${ms} ms`);
    }
  };
}

/**
 * Answers a request if its handler throws, rejects, or returns something else
 * than a `Response` that can be sent.
 *
 * @param onError Makes the answer; if it throws, that error is thrown on.
 * @param handler Answers a request.
 * @returns The handler that answers errors.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { serve } from "../05_framework.ts";
 * import { withErrors, withLog } from "./middleware.ts";
 *
 * const lines: string[] = [];
 * const handler = withLog(
 *   (line) => lines.push(line),
 *   withErrors(
 *     () => new Response("Try again later", { status: 503 }),
 *     () => Promise.reject(new Error("The database is busy")),
 *   ),
 * );
 * await using server = serve({ port: 0 }, handler);
 * const response = await fetch(`http://127.0.0.1:${server.addr.port}/`);
 * assertEquals(response.status, 503);
 * assertEquals(await response.text(), "Try again later");
 * assertEquals(lines.length, 1);
 * ```
 */
export function withErrors(
  onError: ErrorHandler,
  handler: FetchHandler,
): FetchHandler {
  return async (request, info) => {
    try {
      return checkResponse(await handler(request, info));
    } catch (error) {
      return onError(error);
    }
  };
}
