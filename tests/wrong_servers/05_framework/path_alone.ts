/**
 * @wrong Compares a pattern with the path alone.
 * @replaces solutions/05_framework/route.ts
 * @rejectedBy task 6 · a pattern sees host and query
 * @saying the path alone is compared
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
  const careless = routes.map(({ pattern: { pathname }, ...rest }) => {
    return { ...rest, pattern: new URLPattern({ pathname }) };
  });
  return routeCorrectly(careless, fallback);
}
