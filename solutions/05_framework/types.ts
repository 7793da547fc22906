/**
 * The types of a handler for `Deno.serve` and of a route of @std/http. The file
 * is given: there is nothing to write here.
 *
 * @module
 */

/** The second argument of a handler, like `Deno.ServeHandlerInfo`. */
export interface FetchInfo<Addr extends Deno.Addr = Deno.NetAddr> {
  /** The client's end of the connection. */
  readonly remoteAddr: Addr;
  /**
   * Settles when the answer has been sent. Only `Deno.serve` sets it: the engine
   * of this course does not report the end of an answer.
   */
  readonly completed?: Promise<void>;
}

/**
 * Answers a request. Such a handler runs on `Deno.serve`, too.
 */
export type FetchHandler = (
  request: Request,
  info: FetchInfo,
) => Response | Promise<Response>;

/**
 * Answers a request whose URL has matched a pattern: `params` is the match, and
 * `params.pathname.groups` has its named parts.
 */
export type RouteHandler = (
  request: Request,
  params: URLPatternResult,
  info?: FetchInfo<Deno.Addr>,
) => Response | Promise<Response>;

/** Which requests go to which handler. */
export interface Route {
  /** The pattern of the URLs that the route answers. */
  pattern: URLPattern;
  /** The methods, in upper or lower case; all methods if left out. */
  method?: string | string[];
  /** Answers the request. */
  handler: RouteHandler;
}

/** Answers an error that a handler has thrown. */
export type ErrorHandler = (error: unknown) => Response | Promise<Response>;
