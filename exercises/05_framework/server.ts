/**
 * Stage 05: your own `Deno.serve`, as a bridge over the engine of stage 02:
 * from its requests to `Request`, from `Response` to its responses, and back.
 * On top of it routes, middleware and a small site.
 *
 * @module
 */
// deno-lint-ignore-file no-unused-vars verbatim-module-syntax -- until the tasks are done

import { runProgram } from "../01_tcp/program.ts";
import {
  HttpError,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
  serveHttp,
  type ServeHttpOptions,
  type Server,
} from "../../solutions/02_http.ts"; // your own: "../02_http/server.ts"
import type { ErrorHandler, FetchHandler, FetchInfo, Route } from "./types.ts";

export { HttpError };
export type {
  HttpHandler,
  HttpRequest,
  HttpResponse,
  ServeHttpOptions,
  Server,
};
export * from "./types.ts";

/** Options of {@linkcode serve}: those of the engine, and some of `Deno.serve`. */
export interface ServeFetchOptions extends ServeHttpOptions {
  /** Called once the server listens, with its address. */
  onListen?(addr: Deno.NetAddr): void;
  /**
   * Answers an error that the handler has thrown. By default an
   * {@linkcode HttpError} is answered with its status, and any other error with
   * 500 and a line in the log.
   */
  onError?: ErrorHandler;
  /** Shuts the server down when it aborts. */
  signal?: AbortSignal;
}

/**
 * Listens, and answers every request with a `Response`. A handler that runs here
 * also runs on `Deno.serve`, and vice versa.
 *
 * @param options Where to listen, the limits, and where to log.
 * @param handler Answers a request.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is in use.
 */
export function serve(
  options: ServeFetchOptions,
  handler: FetchHandler,
): Server {
  // TODO task 1: serveHttp, with the handler that toHttpHandler returns
  // TODO task 21: onError
  // TODO task 33: onListen
  // TODO task 34: signal
  throw new Error("Task 1 is not done yet");
}

/**
 * Makes a handler of the engine from one of the web platform.
 *
 * @param handler Answers a `Request` with a `Response`.
 * @returns The handler of the engine. It throws what `handler` throws, and
 * {@linkcode HttpError} if the request cannot be a `Request`.
 */
export function toHttpHandler(handler: FetchHandler): HttpHandler {
  // TODO task 1: call the handler, return status, headers and body
  // TODO task 2: a Request with method, URL and fields
  // TODO task 3: { remoteAddr } as the second argument
  // TODO task 4: the body of the Request
  // TODO task 12: a URL without a Host
  // TODO task 13: all fields, and a body that may be null
  // TODO task 14: a complete body as bytes, which have a length
  // TODO task 15: any other body as a stream, at once
  // TODO task 16: cancel the stream of the Response
  // TODO task 17: no fields of a body that fetch has decoded
  // TODO task 19: a TypeError for what is not a Response
  // TODO task 35: read a stream only when the engine asks for more
  // TODO task 36: the signal of the Request
  // TODO task 37: 501 for methods that a Request cannot have
  // TODO task 38: no body for GET and HEAD
  // TODO task 39: 400 for a Host that makes no URL
  // TODO task 41: 501 for the Response of Deno.upgradeWebSocket
  throw new Error("Task 1 is not done yet");
}

/**
 * Makes one handler of many: the first route that matches answers. A route for
 * GET does not answer HEAD, unless it says so: `method: ["GET", "HEAD"]`.
 *
 * @param routes The routes, in the order in which they are tried.
 * @param fallback Answers if no route matches.
 * @returns The handler.
 */
export function route(
  routes: readonly Route[],
  fallback: FetchHandler,
): FetchHandler {
  // TODO task 5: the first route whose pattern matches, or the fallback
  // TODO task 6: the match and info for its handler
  // TODO task 7: its methods
  throw new Error("Task 5 is not done yet");
}

/**
 * Logs each request: its method, its URL, the status, and how long the handler
 * took. If the handler throws or returns no `Response`, it logs "failed" instead
 * of the status, and throws the error on.
 *
 * @param log Takes one line per request; it may throw.
 * @param handler Answers a request.
 * @returns The handler that logs.
 */
export function withLog(
  log: (line: string) => void,
  handler: FetchHandler,
): FetchHandler {
  // TODO task 22: call the handler, log one line
  // TODO task 23: log failures, too
  throw new Error("Task 22 is not done yet");
}

/**
 * Answers a request if its handler throws, rejects, or returns something else
 * than a `Response` that can be sent.
 *
 * @param onError Makes the answer; if it throws, that error is thrown on.
 * @param handler Answers a request.
 * @returns The handler that answers errors.
 */
export function withErrors(
  onError: ErrorHandler,
  handler: FetchHandler,
): FetchHandler {
  // TODO task 20: call the handler, and onError if it fails
  throw new Error("Task 20 is not done yet");
}

/**
 * Makes the example site. It has no notes yet.
 *
 * @returns The handler.
 */
export function site(): FetchHandler {
  // TODO task 8: the page with the form, and 404
  // TODO task 9: the model, and a controller that adds a note
  // TODO task 10: escape in the views
  // TODO task 11: the time
  // TODO task 24: a page for each note, and a form that deletes it
  // TODO task 25: the type of a form; white space
  // TODO task 26: 400 and 415
  // TODO task 27: a page for each error
  // TODO task 28: 405 and 501
  // TODO task 42: at most a hundred notes
  throw new Error("Task 8 is not done yet");
}

/**
 * Makes a handler for `Deno.serve`. An {@linkcode HttpError} that it throws is
 * answered, as the engine would; anything else is thrown on.
 *
 * @param handler Answers the requests of the engine.
 * @returns A handler for requests of the web platform. These do not say at which
 * address a connection has arrived, so `localAddr` is that of the URL.
 */
export function toFetchHandler(
  handler: HttpHandler,
): (request: Request, info: FetchInfo) => Promise<Response> {
  // TODO task 29: make the HttpRequest
  // TODO task 30: make the Response
  // TODO task 31: answer an HttpError, and a URL that cannot be parsed
  throw new Error("Task 29 is not done yet");
}

if (import.meta.main) {
  await runProgram({}, (flags) => serve(flags, site()));
}
