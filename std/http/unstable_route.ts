/**
 * `@std/http/unstable-route`, as far as the course uses it: written here, since
 * the npm package deno-std does not have that module. Names and types are those of
 * the genuine one, of which `routeLinear` and `routeRadix` are left out.
 *
 * @module
 */

/** Answers a request. */
export type RequestHandler = (
  request: Request,
  info?: Deno.ServeHandlerInfo,
) => Response | Promise<Response>;

/** Answers a request whose URL has matched; `params` is what matched. */
export type Handler = (
  request: Request,
  params: URLPatternResult,
  info?: Deno.ServeHandlerInfo,
) => Response | Promise<Response>;

/** Which requests go to which handler. */
export interface Route {
  /** What the URL must match. */
  pattern: URLPattern;
  /** The method or methods, in capitals or not; all of them by default. */
  method?: string | string[];
  /** Answers the request. */
  handler: Handler;
}

/**
 * Makes one handler of many: the first route that matches answers.
 *
 * @param routes The routes.
 * @param defaultHandler Answers what no route matches.
 * @returns The handler.
 */
export function route(
  routes: Route[],
  defaultHandler: RequestHandler,
): RequestHandler {
  return (request, info) => {
    for (const { pattern, method, handler } of routes) {
      if (!isAmong(method, request.method)) continue;
      const params = pattern.exec(request.url);
      if (params) return handler(request, params, info);
    }
    return defaultHandler(request, info);
  };
}

/** Nothing, an empty text too, stands for all methods. */
function isAmong(wanted: Route["method"], method: string): boolean {
  if (!wanted) return true;
  return [wanted].flat().some((name) => name.toUpperCase() === method);
}
