/**
 * Stage 02: an HTTP server. First a fixed answer, then one that reads what is
 * asked for, and in the end an engine that serves any handler.
 *
 * @module
 */
// deno-lint-ignore-file no-unused-vars require-await -- until the tasks are done

import {
  type ServeOptions,
  type Server,
  serveTcp,
} from "../../solutions/01_tcp.ts"; // your own: "../01_tcp/server.ts"
import { runProgram } from "../01_tcp/program.ts";
import type { HttpHandler, HttpRequest, HttpResponse } from "./types.ts";

export type { ServeOptions, Server };
export * from "./types.ts";

/** The page with the form, and the picture on it. */
const PAGE = new URL("../../fixtures/form.html", import.meta.url);
const PICTURE = new URL("../../fixtures/www/test.jpg", import.meta.url);

/** The limits of a request, and the signal that it carries. */
export interface ReadRequestOptions {
  /** Longest request-line in bytes; 8192 by default. Else 414. */
  maxRequestLineBytes?: number;
  /** Longest header section in bytes; 32 768 by default. Else 431. */
  maxHeaderBytes?: number;
  /** Most fields in a header section; 100 by default. Else 431. */
  maxFields?: number;
  /** Longest body in bytes; 1 048 576 by default. Else 413. */
  maxBodyBytes?: number;
  /**
   * How long the request-line and the header section may take together, in
   * milliseconds; 10 000 by default. Else 408.
   */
  headerTimeoutMs?: number;
  /** How long the body may take, in milliseconds; 30 000 by default. Else 408. */
  bodyTimeoutMs?: number;
  /** The signal of the request; by default one that never aborts. */
  signal?: AbortSignal;
}

/** Options of a server that answers one request per connection. */
export interface ServeHttpOptions
  extends ServeOptions, Omit<ReadRequestOptions, "signal"> {
  /**
   * How long a client that has sent its end of file is taken to be still there
   * while nothing can be sent to it, in milliseconds; 10 000 by default. The end
   * of file does not show whether the client only half-closed the connection.
   */
  halfCloseTimeoutMs?: number;
}

/**
 * Reads the request of a connection, up to its body; only one, since what has
 * come of a second one is lost. The body comes when somebody reads it; a client
 * that waits for `100 Continue` is sent that then, so do not begin to read the
 * body after the answer has begun.
 *
 * @param connection Where the client speaks.
 * @param options The limits.
 * @returns The request; `undefined` when the client has ended without one.
 * @throws {HttpError} If it is none, with the status that says why.
 */
export async function readRequest(
  connection: Deno.TcpConn,
  options: ReadRequestOptions = {},
): Promise<HttpRequest | undefined> {
  // TODO task 7: read until the empty line, then Content-Length bytes of body
  // TODO task 8: refuse what is no request: 400, 505
  // TODO task 11: half-closes, an empty line, absolute-form, 100 Continue
  // TODO task 12: refuse what can be read in two ways: Host, lengths, codings
  // TODO task 13: refuse line ends and characters that do not belong there
  // TODO task 14: limits of length and time: 408, 413, 414, 431
  throw new Error("Task 7 is not done yet");
}

/**
 * Writes a response, with Date, Connection and Content-Length.
 *
 * @param connection Where to write.
 * @param response What to write.
 * @param request What it answers; left out if that could not be read.
 * @throws {TypeError} If the response cannot be sent; nothing has been written.
 * @throws {RangeError} If a stream has not the length that was promised: close
 * the connection, since the client cannot tell otherwise.
 */
export async function writeResponse(
  connection: Deno.TcpConn,
  response: HttpResponse,
  request?: HttpRequest,
): Promise<void> {
  // TODO task 5: status-line, the fields of the response and your own, body
  // TODO task 6: no body in the answer to HEAD
  // TODO task 10: all bodies and fields; refuse what cannot be sent
  throw new Error("Task 5 is not done yet");
}

/**
 * Listens, and answers one request per connection. What a handler throws is
 * answered: an {@linkcode HttpError} with its status and message, anything else
 * with 500 and a line in the log. Once the answer has begun it is too late for
 * that, and the connection is cut.
 *
 * @param options Where to listen, the limits, and what to log to.
 * @param handler Answers a request. TRACE, CONNECT and `OPTIONS *` do not reach
 * it.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 */
export function serveHttp(
  options: ServeHttpOptions,
  handler: HttpHandler,
): Server {
  // TODO task 9: readRequest, handler, writeResponse; errors, the log, the signal
  // TODO task 15: answer an error so that the client can read it
  throw new Error("Task 9 is not done yet");
}

/**
 * Serves the page with the form.
 *
 * @param options Where to listen, the limits, and what to log to.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 */
export function serve(options: ServeHttpOptions = {}): Server {
  return serveTcp(options, async (connection) => {
    // TODO task 1: read once, then write status-line, fields, empty line, page
    // TODO task 2: GET /test.jpg
    // TODO task 3: POST /
    // TODO task 4: any other path
    // TODO task 5: write with writeResponse
    // TODO task 6: other methods
    // TODO task 7: read with readRequest
    // TODO task 9: make a handler of this, for serveHttp
    throw new Error("Task 1 is not done yet");
  });
}

if (import.meta.main) {
  await runProgram({}, serve);
}
