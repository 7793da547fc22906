/**
 * @wrong Lets a route for GET answer HEAD too.
 * @replaces solutions/05_framework/route.ts
 * @rejectedBy task 7 · a route for GET does not answer HEAD
 * @saying GET is taken to mean HEAD, too
 *
 * @module
 */

import { route as routeCorrectly } from "../../../solutions/05_framework/route.ts";
import type {
  FetchHandler,
  Route,
} from "../../../solutions/05_framework/types.ts";

export function route(
  routes: readonly Route[],
  fallback: FetchHandler,
): FetchHandler {
  const more = routes.map(({ method, ...rest }) => {
    const isGet = [method].flat().some((name) => /^get$/i.test(name ?? ""));
    return { ...rest, method: isGet ? ["GET", "HEAD"] : method };
  });
  return routeCorrectly(more, fallback);
}
