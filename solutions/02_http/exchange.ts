/**
 * One connection, one request, one answer. Here, and only here, errors become
 * answers, and it shows whether the client is still there.
 *
 * @module
 */

import { formatAddr } from "../01_tcp/program.ts";
import { quoteForLog } from "../01_tcp/quote_for_log.ts";
import { ByteReader } from "./byte_reader.ts";
import {
  type ReadRequestOptions,
  readRequestRest,
  readRequestStart,
  writeContinue,
} from "./request.ts";
import type { RequestLine } from "./request_line.ts";
import type { EncodedResponse } from "./response.ts";
import { HttpError, type HttpHandler, type HttpResponse } from "./types.ts";
import { prepareResponse, sendResponse } from "./write_response.ts";

/** Options of {@linkcode serveExchange}. */
export interface ExchangeOptions extends Omit<ReadRequestOptions, "signal"> {
  /** Takes one line per request. */
  log(line: string): void;
  /** Aborted by the exchange when the client goes, and from outside to stop. */
  departure: AbortController;
}

interface Exchange {
  readonly connection: Deno.TcpConn;
  readonly reader: ByteReader;
  readonly options: ExchangeOptions;
  phase: "reading" | "answering" | "over";
  requestLine?: RequestLine;
}

/** How much of what follows a request is read while it is being answered. */
const WATCH_BYTES = 4096;

/**
 * Serves one connection. It is left open: the caller half-closes and drains it,
 * or, when this throws, cuts it.
 *
 * @param connection The connection.
 * @param handler Answers the request.
 * @param options The limits, the log, and what stops it.
 */
export async function serveExchange(
  connection: Deno.TcpConn,
  handler: HttpHandler,
  options: ExchangeOptions,
): Promise<void> {
  const exchange: Exchange = {
    connection,
    options,
    reader: new ByteReader({
      read: (buffer) => orDepart(exchange, connection.read(buffer)),
    }),
    phase: "reading",
  };
  let answer: EncodedResponse | undefined;
  let sent: number | undefined;
  try {
    answer = await findAnswer(exchange, handler);
    if (answer === undefined) return;
    exchange.phase = "answering";
    const { signal } = options.departure;
    sent = await orDepart(exchange, sendResponse(connection, answer, signal));
  } finally {
    exchange.phase = "over";
    logExchange(exchange, answer?.status, sent);
  }
}

/** Reads the request and has it answered; `undefined` if there is none. */
async function findAnswer(
  exchange: Exchange,
  handler: HttpHandler,
): Promise<EncodedResponse | undefined> {
  const { connection, reader, options } = exchange;
  const { signal } = options.departure;
  try {
    const start = await readRequestStart(reader, options);
    if (start === undefined) return undefined;
    exchange.requestLine = start.requestLine;
    const request = await readRequestRest(start, {
      ...options,
      connection,
      signal,
      sendContinue: () => sendContinue(exchange),
      onBodyEnd: () => watch(reader),
    });
    if (request.body === null) watch(reader);
    // RFC 9110 section 9.3.7: a ping of the server, not of a resource.
    const response = request.path === "*"
      ? { status: 200 }
      : await handler(request);
    return await prepareResponse(response, request.method);
  } catch (error) {
    // There is nobody to answer; and what the handler makes of that is not news.
    if (signal.aborted) throw signal.reason;
    const response = answerError(exchange, error);
    return await prepareResponse(response, exchange.requestLine?.method);
  }
}

/** Only what was meant for the client is told to it. */
function answerError(exchange: Exchange, error: unknown): HttpResponse {
  const headers = { "Content-Type": "text/plain; charset=utf-8" };
  if (error instanceof HttpError) {
    return { status: error.status, headers, body: `${error.message}\n` };
  }
  const reason = error instanceof Error ? error.stack : error;
  log(exchange, `failed: ${quoteForLog(`${reason}`)}`);
  return { status: 500, headers, body: "Internal server error\n" };
}

/**
 * Reads on while the request is being answered: that is how a reset shows. An
 * end of file is none, since the client may have said all and still listen.
 */
async function watch(reader: ByteReader): Promise<void> {
  try {
    while (reader.available < WATCH_BYTES && await reader.fill());
  } catch {
    // The signal of the request has told.
  }
}

/** Sends `100 Continue`, unless the answer has begun: that would be inside it. */
async function sendContinue(exchange: Exchange): Promise<void> {
  if (exchange.phase !== "reading") return;
  await orDepart(exchange, writeContinue(exchange.connection));
}

/** What cannot be read from a client, or written to it, says that it has gone. */
async function orDepart<T>(exchange: Exchange, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    // When all is over, it is the server that closes.
    if (exchange.phase !== "over") exchange.options.departure.abort(error);
    throw error;
  }
}

/** One line per request, unless there was none. */
function logExchange(exchange: Exchange, status?: number, sent?: number): void {
  if (exchange.requestLine === undefined && status === undefined) return;
  log(exchange, `${status ?? "-"} ${sent ?? "cut"}`);
}

function log({ connection, requestLine, options }: Exchange, text: string) {
  const client = formatAddr(connection.remoteAddr as Deno.NetAddr);
  options.log(`${client} ${quoteForLog(requestLine?.text ?? "-")} ${text}`);
}
