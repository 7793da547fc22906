/**
 * The shape of a handler for `Deno.serve`, and of a route of @std/http. It is
 * given: there is nothing to write here.
 *
 * @module
 */

/** What a handler is told beside the request: `Deno.ServeHandlerInfo`. */
export interface FetchInfo<Addr extends Deno.Addr = Deno.NetAddr> {
  /** The client's end of the connection. */
  readonly remoteAddr: Addr;
  /**
   * Settles when the answer has been sent. Only `Deno.serve` sets it: an engine
   * that takes an answer as a value does not tell what became of it.
   */
  readonly completed?: Promise<void>;
}

/**
 * Answers a request. What is written as one of these runs on `Deno.serve` too.
 */
export type FetchHandler = (
  request: Request,
  info: FetchInfo,
) => Response | Promise<Response>;

/**
 * Answers a request whose URL has matched a pattern: `params` is what matched,
 * `params.pathname.groups` its named parts.
 */
export type RouteHandler = (
  request: Request,
  params: URLPatternResult,
  info?: FetchInfo<Deno.Addr>,
) => Response | Promise<Response>;

/** Which requests go to which handler. */
export interface Route {
  /** What the URL of the request must match. */
  pattern: URLPattern;
  /** The methods, in capitals or not; all of them if left out. */
  method?: string | string[];
  /** Answers the request. */
  handler: RouteHandler;
}

/** Makes an answer of what a handler has thrown. */
export type ErrorHandler = (error: unknown) => Response | Promise<Response>;
