/**
 * Decides which handler answers a request, by its URL and its method, like the
 * function of the same name in @std/http.
 *
 * @module
 */

import type { FetchHandler, Route } from "./types.ts";

/**
 * Makes one handler of many: the first route that matches answers. A route for
 * GET does not answer HEAD, unless it says so: `method: ["GET", "HEAD"]`.
 *
 * @param routes The routes, in the order in which they are tried.
 * @param fallback Answers if no route matches.
 * @returns The handler.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { serve } from "../05_framework.ts";
 * import { route } from "./route.ts";
 *
 * const handler = route([{
 *   pattern: new URLPattern({ pathname: "/tea/:kind" }),
 *   method: "GET",
 *   handler: (_, { pathname }) => new Response(`${pathname.groups.kind} tea`),
 * }], () => new Response("Nothing here", { status: 404 }));
 *
 * await using server = serve({ port: 0 }, handler);
 * const response = await fetch(`http://127.0.0.1:${server.addr.port}/tea/green`);
 * assertEquals(await response.text(), "green tea");
 * ```
 */
export function route(
  routes: readonly Route[],
  fallback: FetchHandler,
): FetchHandler {
  return (request, info) => {
    for (const { pattern, method, handler } of routes) {
      if (!matchesMethod(method, request.method)) continue;
      const params = pattern.exec(request.url);
      if (params !== null) return handler(request, params, info);
    }
    return fallback(request, info);
  };
}

/** A method is case-sensitive, but a route may name it in upper or lower case. */
function matchesMethod(wanted: Route["method"], method: string): boolean {
  if (!wanted) return true;
  return [wanted].flat().some((name) => name.toUpperCase() === method);
}
