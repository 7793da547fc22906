/**
 * One connection, one request, one answer: this is where errors become
 * answers, and where it shows that the client has gone.
 *
 * @module
 */

import { formatAddr } from "../01_tcp/program.ts";
import { writeAll } from "../01_tcp/write_all.ts";
import { ByteReader } from "./byte_reader.ts";
import {
  type ReadRequestOptions,
  readRequestRest,
  readRequestStart,
} from "./request.ts";
import type { RequestLine } from "./request_line.ts";
import {
  type EncodedResponse,
  encodeResponse,
  sendResponse,
} from "./response.ts";
import { encodeLatin1 } from "./syntax.ts";
import { HttpError, type HttpHandler, type HttpResponse } from "./types.ts";

const CONTINUE = encodeLatin1("HTTP/1.1 100 Continue\r\n\r\n");

/** Options of {@linkcode serveExchange}. */
export interface ExchangeOptions extends ReadRequestOptions {
  /** Takes one line per request. */
  log(line: string): void;
  /** Aborted by the exchange when the client goes, from outside to stop it. */
  departure: AbortController;
}

interface Exchange {
  readonly connection: Deno.TcpConn;
  readonly reader: ByteReader;
  requestLine?: RequestLine;
  answering: boolean;
  done: boolean;
}

export async function serveExchange(
  connection: Deno.TcpConn,
  handler: HttpHandler,
  options: ExchangeOptions,
): Promise<void> {
  const { departure, log } = options;
  const exchange: Exchange = {
    connection,
    reader: new ByteReader({
      async read(buffer) {
        try {
          return await connection.read(buffer);
        } catch (error) {
          if (!exchange.done) departure.abort(error);
          throw error;
        }
      },
    }),
    answering: false,
    done: false,
  };
  try {
    const encoded = await decide(exchange, handler, options);
    if (encoded === undefined) return;
    exchange.answering = true;
    const sent = await sendResponse(connection, encoded, departure.signal);
    log(
      `${formatAddr(connection.remoteAddr as Deno.NetAddr)} ${
        JSON.stringify(exchange.requestLine?.text ?? "-")
      } ${encoded.status} ${sent}`,
    );
  } catch (error) {
    departure.abort(error);
    throw error;
  } finally {
    exchange.done = true;
  }
}

async function decide(
  exchange: Exchange,
  handler: HttpHandler,
  options: ExchangeOptions,
): Promise<EncodedResponse | undefined> {
  const { connection, reader } = exchange;
  const { departure: { signal }, log } = options;
  try {
    const start = await readRequestStart(reader, options);
    if (start === undefined) return undefined;
    exchange.requestLine = start.requestLine;
    const request = await readRequestRest(start, {
      localAddr: connection.localAddr as Deno.NetAddr,
      remoteAddr: connection.remoteAddr as Deno.NetAddr,
      async sendContinue() {
        if (!exchange.answering) await writeAll(connection, CONTINUE);
      },
      onBodyEnd: () => watch(reader),
    }, { ...options, signal });
    if (request.body === null) watch(reader);
    const response = request.path === "*"
      ? { status: 200 }
      : await handler(request);
    return encodeResponse(response, request.method);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return encodeResponse(
      answerError(error, log),
      exchange.requestLine?.method,
    );
  }
}

function answerError(
  error: unknown,
  log: (line: string) => void,
): HttpResponse {
  const headers = { "content-type": "text/plain; charset=utf-8" };
  if (error instanceof HttpError) {
    return { status: error.status, headers, body: `${error.message}\n` };
  }
  log(`failed: ${error}`);
  return { status: 500, headers, body: "Internal Server Error\n" };
}

async function watch(reader: ByteReader): Promise<void> {
  try {
    while (reader.available < 4096 && await reader.fill());
  } catch {
    // The reader's source has told.
  }
}
