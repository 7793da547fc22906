/**
 * Routes that answer with their names.
 *
 * @module
 */

import type { FetchHandler, Route } from "../server.ts";

/**
 * A route that answers with its name.
 *
 * @param name Its name.
 * @param pathname The pattern of its path.
 * @param method Its methods.
 * @returns The route.
 */
export function named(
  name: string,
  pathname: string,
  method?: string | string[],
): Route {
  const pattern = new URLPattern({ pathname });
  return { pattern, method, handler: () => new Response(name) };
}

/** Answers requests that no route matches. */
export const nothing: FetchHandler = () =>
  new Response("nothing", { status: 404 });
