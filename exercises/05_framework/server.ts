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
   * Answers what the handler has thrown; by default an {@linkcode HttpError} is
   * answered with its status, and anything else with 500 and a line in the log.
   */
  onError?: ErrorHandler;
  /** Shuts the server down when it aborts. */
  signal?: AbortSignal;
}

/**
 * Listens, and answers every request with a `Response`. What runs here runs on
 * `Deno.serve`, and the other way round.
 *
 * @param options Where to listen, the limits, and what to log to.
 * @param handler Answers a request.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 */
export function serve(
  options: ServeFetchOptions,
  handler: FetchHandler,
): Server {
  // TODO task 1: serveHttp, with what toHttpHandler makes of the handler
  // TODO task 6: onError
  // TODO task 10: onListen, signal
  throw new Error("Task 1 is not done yet");
}

/**
 * Makes a handler of the engine from one of the web platform.
 *
 * @param handler Answers a `Request` with a `Response`.
 * @returns The handler of the engine. It throws what `handler` throws, and
 * {@linkcode HttpError} where a request cannot be a `Request`.
 */
export function toHttpHandler(handler: FetchHandler): HttpHandler {
  // TODO task 1: call the handler, take its Response apart
  // TODO task 2: the Request: method, URL, fields; who asks
  // TODO task 3: its body
  // TODO task 5: every kind of Response
  // TODO task 6: refuse what is no Response
  // TODO task 11: keep pace with the client, and see it go
  // TODO task 12: refuse what no Request can carry
  throw new Error("Task 1 is not done yet");
}

/**
 * Makes one handler of many: the first route that matches answers. A route for
 * GET does not answer HEAD, unless it says so: `method: ["GET", "HEAD"]`.
 *
 * @param routes The routes, in the order in which they are tried.
 * @param fallback Answers what no route matches.
 * @returns The handler.
 */
export function route(
  routes: readonly Route[],
  fallback: FetchHandler,
): FetchHandler {
  // TODO task 4: find the route, call its handler
  throw new Error("Task 4 is not done yet");
}

/**
 * Logs each request: its method, its URL, the status and the time that the
 * handler took. Where it throws, or returns no answer, that is told too, and the
 * error thrown on.
 *
 * @param log Takes one line per request.
 * @param handler Answers.
 * @returns The handler that logs.
 */
export function withLog(
  log: (line: string) => void,
  handler: FetchHandler,
): FetchHandler {
  // TODO task 7: call the handler, log what came of it
  throw new Error("Task 7 is not done yet");
}

/**
 * Makes an answer of what a handler throws, and of what it returns that is no
 * answer.
 *
 * @param onError Makes the answer; what it throws is thrown on.
 * @param handler Answers.
 * @returns The handler that answers where the other throws.
 */
export function withErrors(
  onError: ErrorHandler,
  handler: FetchHandler,
): FetchHandler {
  // TODO task 7: call the handler, and onError where it fails
  throw new Error("Task 7 is not done yet");
}

/**
 * Makes the example site, without a note yet.
 *
 * @returns The handler.
 */
export function site(): FetchHandler {
  // TODO task 8: a model, its views, the controllers; and the time
  throw new Error("Task 8 is not done yet");
}

/**
 * Makes a handler for `Deno.serve`. An {@linkcode HttpError} that it throws is
 * answered, as the engine would; anything else is thrown on.
 *
 * @param handler Answers the requests of the engine.
 * @returns A handler that answers those of the web platform. Since nobody tells
 * it on which address a connection has come, `localAddr` is that of the URL.
 */
export function toFetchHandler(
  handler: HttpHandler,
): (request: Request, info: FetchInfo) => Promise<Response> {
  // TODO task 9: the way back
  throw new Error("Task 9 is not done yet");
}

if (import.meta.main) {
  await runProgram({}, (flags) => serve(flags, site()));
}
