/**
 * Stage 02: an HTTP server. First it has a fixed answer, then it reads what was
 * asked, and in the end it is an engine that serves any handler.
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

/** The limits of a request, and its signal. */
export interface ReadRequestOptions {
  /** Longest request-line in bytes; 8192 by default. Status 414, 501 or 400. */
  maxRequestLineBytes?: number;
  /** Longest header section in bytes; 32 768 by default. Status 431. */
  maxHeaderBytes?: number;
  /** Most fields in a header section; 100 by default. Status 431. */
  maxFields?: number;
  /** Longest body in bytes; 1 048 576 by default. Status 413. */
  maxBodyBytes?: number;
  /**
   * How long the request-line and the header section may take together, in
   * milliseconds; 10 000 by default. Status 408.
   */
  headerTimeoutMs?: number;
  /** How long the body may take, in milliseconds; 30 000 by default. Status 408. */
  bodyTimeoutMs?: number;
  /** The signal of the request; by default one that never aborts. */
  signal?: AbortSignal;
}

/** Options of a server that answers one request per connection. */
export interface ServeHttpOptions
  extends ServeOptions, Omit<ReadRequestOptions, "signal"> {
  /**
   * How long to wait for a client after its end of file while nothing can be
   * sent to it, in milliseconds; 10 000 by default. The end of file does not show
   * whether the client has half-closed or closed the connection.
   */
  halfCloseTimeoutMs?: number;
}

/**
 * Reads the request of a connection up to its body. Only one: bytes of a second
 * request are lost. The body arrives when it is read; a client that waits for
 * `100 Continue` is sent that on the first read, so do not start to read the body
 * after the answer has begun.
 *
 * @param connection The connection of the client.
 * @param options The limits.
 * @returns The request; `undefined` if the client has ended without one.
 * @throws {HttpError} If it is malformed or refused, with the status that says
 * why.
 */
export async function readRequest(
  connection: Deno.TcpConn,
  options: ReadRequestOptions = {},
): Promise<HttpRequest | undefined> {
  // TODO task 10: read until the empty line
  // TODO task 11: read as many bytes of body as Content-Length says
  // TODO task 12: keep bytes, and decode late
  // TODO task 13: make headers of the field lines
  // TODO task 15: fill in all properties of HttpRequest
  // TODO task 17: refuse malformed lines: 400
  // TODO task 18: refuse other versions: 505
  // TODO task 19: notice the end of file: undefined, or 400
  // TODO task 29: accept absolute-form and "*"
  // TODO task 30: join repeated fields
  // TODO task 31: skip empty lines before the request
  // TODO task 32: send 100 Continue when the body is read
  // TODO task 33: require one Host
  // TODO task 34: require one length
  // TODO task 35: refuse a transfer coding: 411
  // TODO task 36: require CR LF
  // TODO task 37: refuse strange characters
  // TODO task 41: limit the request-line: 414, 501, 400
  // TODO task 42: limit the header section: 431
  // TODO task 43: limit the body: 413
  // TODO task 44: limit the time: 408
  // TODO task 45: excuse bytes that have arrived
  throw new Error("Task 10 is not done yet");
}

/**
 * Writes a response, with Date, Connection and Content-Length.
 *
 * @param connection Where to write.
 * @param response What to write.
 * @param request The request that it answers; left out if that could not be
 * read.
 * @throws {TypeError} If the response cannot be sent; nothing has been written.
 * @throws {RangeError} If a stream does not have the promised length: close the
 * connection, since nothing else shows that to the client.
 */
export async function writeResponse(
  connection: Deno.TcpConn,
  response: HttpResponse,
  request?: HttpRequest,
): Promise<void> {
  // TODO task 6: write status-line, fields, Content-Length and body
  // TODO task 7: add Date and Connection
  // TODO task 8: no body in the answer to HEAD
  // TODO task 23: all forms of headers, without the fields of the engine
  // TODO task 24: text, bytes or nothing, of any size
  // TODO task 25: streams
  // TODO task 26: streams that do not keep the promised length
  // TODO task 27: no body with 204 and 304; cancel streams
  // TODO task 28: refuse what cannot be sent
  throw new Error("Task 6 is not done yet");
}

/**
 * Listens, and answers one request per connection. An error that a handler
 * throws is answered: an {@linkcode HttpError} with its status and message, any
 * other with 500 and a line in the log. Once the answer has begun it is too late
 * for that, and the connection is cut.
 *
 * @param options Where to listen, the limits, and the log.
 * @param handler Answers a request. TRACE, CONNECT and `OPTIONS *` do not reach
 * it.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 */
export function serveHttp(
  options: ServeHttpOptions,
  handler: HttpHandler,
): Server {
  // TODO task 14: readRequest, handler, writeResponse; TRACE and CONNECT
  // TODO task 16: answer errors
  // TODO task 20: log each request
  // TODO task 21: abort the signals at shutdown
  // TODO task 22: abort the signal when the client resets
  // TODO task 38: escape control characters in the log
  // TODO task 39: survive a log that throws
  // TODO task 40: answer an error so that the client can read it
  // TODO task 46: give up on a client that is silent after its end of file
  throw new Error("Task 14 is not done yet");
}

/**
 * Serves the page with the form.
 *
 * @param options Where to listen, the limits, and the log.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 */
export function serve(options: ServeHttpOptions = {}): Server {
  return serveTcp(options, async (connection) => {
    // TODO task 1: read once, then write status-line, field, empty line, page
    // TODO task 2: GET /test.jpg
    // TODO task 3: POST /
    // TODO task 4: escape the name
    // TODO task 5: any other path
    // TODO task 6: write with writeResponse
    // TODO task 9: other methods
    // TODO task 10: read with readRequest
    // TODO task 14: make a handler of this, for serveHttp
    throw new Error("Task 1 is not done yet");
  });
}

if (import.meta.main) {
  await runProgram({}, serve);
}
