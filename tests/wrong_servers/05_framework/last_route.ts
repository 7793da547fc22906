/**
 * @wrong Tries all routes, and takes the last one that matches.
 * @replaces solutions/05_framework/route.ts
 * @rejectedBy task 5 · the first route that matches answers
 * @saying or begins with the last route
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
  return routeCorrectly(routes.toReversed(), fallback);
}
