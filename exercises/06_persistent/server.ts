/**
 * Stage 06: the engine of stage 02 once more. Now the connection persists:
 * request follows request, bodies arrive and leave in chunks, and no client can
 * take more than its share.
 *
 * @module
 */
// deno-lint-ignore-file no-unused-vars verbatim-module-syntax -- until the tasks are done

import {
  type ServeOptions,
  type Server,
  serveTcp,
} from "../../solutions/01_tcp.ts"; // your own: "../01_tcp/server.ts"
import { writeAll } from "../../solutions/01_tcp/write_all.ts";
import { runProgram } from "../01_tcp/program.ts";
import type { ServeHttpOptions as SingleRequestOptions } from "../../solutions/02_http.ts"; // your own: "../02_http/server.ts"
// Parts of the reference of stage 02. Your own: what you have in "../02_http/".
import { ByteReader } from "../../solutions/02_http/byte_reader.ts";
import { resolveOptions } from "../../solutions/02_http/options.ts";
import {
  readRequestRest,
  readRequestStart,
} from "../../solutions/02_http/request.ts";
import { checkResponse, encodeHead } from "../../solutions/02_http/response.ts";
import { HttpError, type HttpHandler } from "../../solutions/02_http/types.ts";
import {
  type ServeStaticOptions,
  staticFiles,
} from "../../solutions/03_static.ts"; // your own: "../03_static/server.ts"
import { cgi, type CgiOptions } from "../../solutions/04_cgi.ts"; // your own: "../04_cgi/server.ts"

export type { ServeOptions, Server };
export * from "../../solutions/02_http/types.ts"; // your own: "../02_http/types.ts"

/**
 * Options of a server whose connections persist: those of stage 02, with the
 * same defaults, and those that many requests on one connection need.
 */
export interface ServeHttpOptions extends SingleRequestOptions {
  /**
   * How long a connection may wait for the first byte of a request, in
   * milliseconds; 60 000 by default. Then it is closed without an answer.
   */
  idleTimeoutMs?: number;
  /**
   * How long a write may make no progress, in milliseconds; 120 000 by default.
   * Then the connection is cut. Progress shows only when the system's send
   * buffer has room again, which on Linux takes up to 1.5 MiB of reading: with the
   * default, a client that reads 16 KiB per second gets everything.
   */
  sendTimeoutMs?: number;
  /**
   * Most connections open at the same time; 16 384 by default. One more is
   * answered 503 with Retry-After, and closed.
   */
  maxConnections?: number;
  /**
   * Most bytes in the extensions of all chunks of a body; 4096 by default. Else
   * 400.
   */
  maxChunkExtensionBytes?: number;
  /**
   * Longest trailer section of a chunked body in bytes; 8192 by default. Else
   * 431. It may have `maxFields` fields, like the header section.
   */
  maxTrailerBytes?: number;
  /**
   * Most bytes of an unread body that the server reads to reach the next
   * request; 65 536 by default. If more are left, the connection closes after
   * the answer.
   */
  maxDrainBytes?: number;
  /**
   * How long requests in progress may take after `shutdown()`, in milliseconds;
   * 5000 by default. Then they are cut.
   */
  shutdownGraceMs?: number;
  /**
   * Whether other processes may listen on the same port, so that the system
   * distributes the connections; `false` by default. Needs Linux and
   * `--unstable-net`.
   */
  reusePort?: boolean;
}

/** Options of {@linkcode serve}. */
export interface ServeSiteOptions
  extends
    ServeHttpOptions,
    Omit<ServeStaticOptions, keyof ServeHttpOptions>,
    Omit<CgiOptions, keyof ServeHttpOptions> {}

const DEFAULT_ROOT = new URL("../../fixtures/www/", import.meta.url);

/**
 * Listens, and answers every request of every connection.
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
  // TODO task 1: read a request, answer it, read the next
  // TODO task 2: every kind of body, and the fields of the handler
  // TODO task 3: a line of the log for each request
  // TODO task 4: one reader for the whole connection
  // TODO task 5: end the connection if the client asks for it
  // TODO task 6: HTTP/1.0 ends, unless the client asks for keep-alive
  // TODO task 7: answer OPTIONS *, and requests that cannot be read
  // TODO task 8: answer what the handler throws
  // TODO task 9: send a stream in chunks
  // TODO task 10: send a stream whose length is known, or to HTTP/1.0
  // TODO task 11: cancel a stream that is not sent
  // TODO task 12: read a body in chunks
  // TODO task 13: skip extensions and trailers
  // TODO task 14: a malformed body is 400 and the end
  // TODO task 15: read what the handler has left of a body
  // TODO task 16: unless too much is left
  // TODO task 17: end the connection if an answer cannot be completed
  // TODO task 18: send 100 Continue when the body is read
  // TODO task 19: without 100 Continue, the answer is the last
  // TODO task 20: one write for a small answer, and for a chunk
  // TODO task 21: read the next chunk after the last write
  // TODO task 22: abort request.signal after a reset
  // TODO task 23: abort it after an end of file, too, but later
  // TODO task 24: an accept loop of your own
  // TODO task 25: shutdown() lets requests in progress finish
  // TODO task 26: shutdown() closes idle connections at once
  // TODO task 27: shutdown() cuts what takes too long
  // TODO task 28: refuse two framings, or a doubtful one
  // TODO task 29: refuse a doubtful chunk-size
  // TODO task 30: limit the body, its extensions and its trailers
  // TODO task 31: limit the number of connections
  // TODO task 32: limit what is read ahead
  // TODO task 33: close a connection that is idle for too long
  // TODO task 34: limit the time of a body
  // TODO task 35: limit the time of a write
  // TODO task 36: no deadline for bytes that have arrived
  throw new Error("Task 1 is not done yet");
}

/**
 * Serves the whole site: files, and programs next to them.
 *
 * @param options Where to listen, and what to serve.
 * @returns The running server.
 * @throws {Deno.errors.AddrInUse} If the port is taken.
 * @throws {UsageError} If a directory cannot be read.
 */
export function serve(options: ServeSiteOptions = {}): Server {
  const { root = DEFAULT_ROOT } = options;
  return serveHttp(options, cgi(options, staticFiles(root, options)));
}

if (import.meta.main) {
  await runProgram({ flags: { root: "text" } }, serve);
}
