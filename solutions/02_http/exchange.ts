/**
 * One connection, one request, one answer. Errors become answers here, and only
 * here.
 *
 * @module
 */

import { formatAddr } from "../01_tcp/program.ts";
import { quoteForLog } from "../01_tcp/quote_for_log.ts";
import { ByteReader } from "./byte_reader.ts";
import type { Departure } from "./departure.ts";
import type { ResolvedOptions } from "./options.ts";
import { readRequestRest, readRequestStart, writeContinue } from "./request.ts";
import type { RequestLine } from "./request_line.ts";
import { type EncodedResponse, encodeResponse } from "./response.ts";
import { HttpError, type HttpHandler, type HttpResponse } from "./types.ts";
import { discard, sendResponse, streamOf } from "./write_response.ts";

/** Options of {@linkcode serveExchange}. */
export interface ExchangeOptions extends ResolvedOptions {
  /** Notices that the client has gone; aborted from outside to stop. */
  readonly departure: Departure;
}

interface Exchange {
  readonly connection: Deno.TcpConn;
  readonly reader: ByteReader;
  readonly options: ExchangeOptions;
  isAnswering: boolean;
  requestLine?: RequestLine;
}

/**
 * Serves one connection and leaves it open: the caller half-closes and drains
 * it, or, if this throws, cuts it.
 *
 * @param connection The connection.
 * @param handler Answers the request.
 * @param options The limits, the log, and the departure of the client.
 */
export async function serveExchange(
  connection: Deno.TcpConn,
  handler: HttpHandler,
  options: ExchangeOptions,
): Promise<void> {
  const { departure } = options;
  const reader = new ByteReader({
    read: (buffer) => departure.abortOnFailure(connection.read(buffer)),
  });
  const exchange: Exchange = {
    connection,
    reader,
    options,
    isAnswering: false,
  };
  let answer: EncodedResponse | undefined;
  let sent: number | undefined;
  try {
    const found = await findResponse(exchange, handler);
    if (found === undefined) return;
    const { response } = found;
    const method = exchange.requestLine?.method;
    try {
      answer = encodeResponse(response, method);
    } catch (error) {
      await discard(streamOf(response), error);
      answer = encodeResponse(answerError(exchange, error), method);
    }
    exchange.isAnswering = true;
    sent = await sendResponse(connection, answer, departure);
  } finally {
    departure.end();
    logExchange(exchange, answer?.status, sent);
  }
}

/** Reads the request and calls the handler; `undefined` without a request. */
async function findResponse(
  exchange: Exchange,
  handler: HttpHandler,
): Promise<{ response: HttpResponse } | undefined> {
  const { connection, reader, options } = exchange;
  const { departure } = options;
  const { signal } = departure;
  try {
    const start = await readRequestStart(reader, options);
    if (start === undefined) return undefined;
    exchange.requestLine = start.requestLine;
    const request = await readRequestRest(start, {
      ...options,
      connection,
      signal,
      sendContinue: () => sendContinue(exchange),
      onTake: () => departure.watch(reader),
    });
    departure.watch(reader);
    // RFC 9110 section 9.3.7: a ping of the server, not of a resource.
    const response = request.path === "*"
      ? { status: 200 }
      : await untilAborted(handler(request), signal);
    return { response };
  } catch (error) {
    // The client has gone: no answer, and no defect of the handler.
    if (signal.aborted) throw signal.reason;
    return { response: answerError(exchange, error) };
  }
}

/**
 * Waits for the handler, but no longer than for its client: a response that
 * comes later is dropped, and its stream cancelled.
 *
 * @param response The promise of the handler, or its response.
 * @param signal Aborts when the client has gone.
 * @returns The response.
 * @throws {unknown} The error of the handler, or the reason of the signal.
 */
export function untilAborted(
  response: HttpResponse | Promise<HttpResponse>,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => {
    reject(signal.reason);
    Promise.resolve(response).then((late) => discard(streamOf(late)))
      .catch(() => {});
  };
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort);
  return Promise.race([aborted, response]);
}

/** Tells the client only what is meant for it. */
function answerError(exchange: Exchange, error: unknown): HttpResponse {
  const headers = { "Content-Type": "text/plain; charset=utf-8" };
  if (error instanceof HttpError) {
    return { status: error.status, headers, body: `${error.message}\n` };
  }
  log(exchange, `failed: ${quoteForLog(describeThrown(error))}`);
  return { status: 500, headers, body: "Internal server error\n" };
}

/**
 * Describes a thrown value for the log, with its stack if it has one.
 *
 * @param thrown Anything: not every value can be converted to a string.
 * @returns The description.
 */
export function describeThrown(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.stack : thrown);
  } catch {
    return `a value of type ${typeof thrown}`;
  }
}

/** Sends `100 Continue`, unless the answer has begun: it would be part of it. */
async function sendContinue(exchange: Exchange): Promise<void> {
  if (exchange.isAnswering) return;
  const { connection, options } = exchange;
  await options.departure.abortOnFailure(writeContinue(connection));
}

/** Logs one line per request, and nothing for a client that has sent none. */
function logExchange(exchange: Exchange, status?: number, sent?: number): void {
  if (exchange.requestLine === undefined && status === undefined) return;
  log(exchange, `${status ?? "-"} ${sent ?? "cut"}`);
}

function log({ connection, requestLine, options }: Exchange, text: string) {
  const client = formatAddr(connection.remoteAddr as Deno.NetAddr);
  options.log(`${client} ${quoteForLog(requestLine?.text ?? "-")} ${text}`);
}
