/**
 * @wrong Puts the method of the request into upper case, too.
 * @replaces solutions/05_framework/route.ts
 * @rejectedBy task 7 · the method of a request counts as it is
 * @saying the method of the request is put into upper case, too
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
  const handler = routeCorrectly(routes, fallback);
  return (request, info) => {
    const method = request.method.toUpperCase();
    return handler(new Request(request, { method }), info);
  };
}
