/**
 * An HTTP/1.1 server, one request per connection. RFC 9110, RFC 9112.
 *
 * @module
 */

import { type ServeOptions, type Server, serveTcp } from "./01_tcp.ts";
import { runProgram } from "./01_tcp/program.ts";
import { writeAll } from "./01_tcp/write_all.ts";
import { ByteReader } from "./02_http/byte_reader.ts";
import { serveExchange } from "./02_http/exchange.ts";
import {
  type ReadRequestOptions,
  readRequestRest,
  readRequestStart,
} from "./02_http/request.ts";
import { encodeResponse, sendResponse } from "./02_http/response.ts";
import { formSite } from "./02_http/form_site.ts";
import { encodeLatin1 } from "./02_http/syntax.ts";
import type {
  HttpHandler,
  HttpRequest,
  HttpResponse,
} from "./02_http/types.ts";

export * from "./02_http/types.ts";
export type { ReadRequestOptions, ServeOptions, Server };

/** Options of {@linkcode serveHttp}: where to listen, and the limits. */
export interface ServeHttpOptions
  extends ServeOptions, Omit<ReadRequestOptions, "signal"> {}

export async function readRequest(
  connection: Deno.TcpConn,
  options: ReadRequestOptions = {},
): Promise<HttpRequest | undefined> {
  const start = await readRequestStart(new ByteReader(connection), options);
  return start && await readRequestRest(start, {
    localAddr: connection.localAddr as Deno.NetAddr,
    remoteAddr: connection.remoteAddr as Deno.NetAddr,
    sendContinue: () =>
      writeAll(connection, encodeLatin1("HTTP/1.1 100 Continue\r\n\r\n")),
  }, options);
}

export async function writeResponse(
  connection: Deno.TcpConn,
  response: HttpResponse,
  request?: HttpRequest,
): Promise<void> {
  await sendResponse(
    connection,
    encodeResponse(response, request?.method),
    request?.signal,
  );
}

export function serveHttp(
  options: ServeHttpOptions,
  handler: HttpHandler,
): Server {
  const { log = console.log } = options;
  const departures = new Set<AbortController>();
  const server = serveTcp(options, async (connection) => {
    const departure = new AbortController();
    departures.add(departure);
    try {
      await serveExchange(connection, handler, { ...options, log, departure });
    } finally {
      departures.delete(departure);
    }
  });

  function shutdown(): Promise<void> {
    for (const departure of departures) departure.abort();
    return server.shutdown();
  }

  return { ...server, shutdown, [Symbol.asyncDispose]: shutdown };
}

export function serve(options: ServeHttpOptions = {}): Server {
  return serveHttp(options, formSite);
}

if (import.meta.main) {
  await runProgram({}, serve);
}
