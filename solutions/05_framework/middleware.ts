/**
 * Functions that take a handler and return one: what every answer of a site
 * shall have, written once.
 *
 * @module
 */

import { checkResponse } from "./from_response.ts";
import type { ErrorHandler, FetchHandler } from "./types.ts";

/**
 * Logs each request: its method, its URL, the status and the time that the
 * handler took. Where it throws, or returns no answer, that is told too, and the
 * error thrown on.
 *
 * @param log Takes one line per request.
 * @param handler Answers.
 * @returns The handler that logs.
 */
export function withLog(
  log: (line: string) => void,
  handler: FetchHandler,
): FetchHandler {
  return async (request, info) => {
    const start = performance.now();
    let outcome = "failed";
    try {
      const response = checkResponse(await handler(request, info));
      outcome = `${response.status}`;
      return response;
    } finally {
      const ms = (performance.now() - start).toFixed(1);
      // No control character gets in: there is none in a method or a URL.
      log(`${request.method} ${request.url} ${outcome} ${ms} ms`);
    }
  };
}

/**
 * Makes an answer of what a handler throws, and of what it returns that is no
 * answer.
 *
 * @param onError Makes the answer; what it throws is thrown on.
 * @param handler Answers.
 * @returns The handler that answers where the other throws.
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
      return await onError(error);
    }
  };
}
