/**
 * One request and its answer. Errors become answers here, and only here.
 *
 * @module
 */

import { quoteForLog } from "../01_tcp/quote_for_log.ts";
import type { ByteReader } from "../02_http/byte_reader.ts";
import { Departure } from "../02_http/departure.ts";
import { describeThrown, untilAborted } from "../02_http/exchange.ts";
import type { ResolvedOptions } from "../02_http/options.ts";
import { CONTINUE } from "../02_http/request.ts";
import type { RequestLine } from "../02_http/request_line.ts";
import {
  HttpError,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
} from "../02_http/types.ts";
import { streamOf } from "../02_http/write_response.ts";
import { type Head, readHead } from "./head.ts";
import { type Cancellable, sendAnswer, write } from "./output.ts";
import { RequestBody } from "./request_body.ts";
import { type Answer, type AnswerTerms, encodeAnswer } from "./response.ts";

/** Options of {@linkcode Exchange}. */
export interface ExchangeOptions {
  /** The connection. */
  readonly tcp: Deno.TcpConn;
  /** The bytes of the client. */
  readonly reader: ByteReader;
  /** Answers the request. */
  readonly handler: HttpHandler;
  /** The limits. */
  readonly limits: ResolvedOptions;
  /** Whether the connection must end after the answer. */
  isStopping(): boolean;
  /** Cancels a stream that will not be read to its end. */
  cancel(stream: Cancellable, reason?: unknown): void;
  /** Writes a line to the log. */
  log(text: string): void;
}

/** A request that is being read, handled or answered. */
export class Exchange {
  /** Notices that the client has gone; aborted from outside to give up. */
  readonly departure: Departure;
  readonly #options: ExchangeOptions;
  #requestLine: RequestLine | undefined;
  #head: Head | undefined;
  #body: RequestBody | undefined;

  /**
   * An exchange of which nothing has been read.
   *
   * @param options The connection, the handler and the limits.
   */
  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.departure = new Departure(options.limits.halfCloseTimeoutMs);
  }

  /**
   * Serves the request.
   *
   * @returns Whether the next request can be read.
   * @throws {unknown} If the connection has to be cut.
   */
  async serve(): Promise<boolean> {
    const answer = await this.#answer();
    if (answer === undefined) return false;
    // The client may be waiting for the answer before it sends more.
    return answer.keepAlive &&
      (this.#body === undefined || this.#body.drain());
  }

  /** Answers the request; `undefined` if the client has ended. */
  async #answer(): Promise<Answer | undefined> {
    try {
      const found = await this.#findResponse();
      if (found === undefined) return undefined;
      // Sent in the same turn: later, another answer may have locked the stream.
      const answer = this.#encode(found.response);
      await this.#send(answer);
      return answer;
    } finally {
      this.departure.end();
      this.#body?.close();
    }
  }

  /** Reads a request and has it handled; `undefined` if the client has ended. */
  async #findResponse(): Promise<{ response: HttpResponse } | undefined> {
    const { reader, limits } = this.#options;
    try {
      this.#head = await readHead(reader, limits, (requestLine) => {
        this.#requestLine = requestLine;
      });
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      return { response: this.#describe(error) };
    }
    if (this.#head === undefined) return undefined;
    return { response: await this.#handle(this.#makeRequest(this.#head)) };
  }

  async #handle(request: HttpRequest): Promise<HttpResponse> {
    // RFC 9110 section 9.3.7: a ping of the server, not of a resource.
    if (request.path === "*") return { status: 200 };
    const { signal } = this.departure;
    try {
      return await untilAborted(this.#options.handler(request), signal);
    } catch (error) {
      if (!signal.aborted) return this.#describe(error);
      this.#log("- cut");
      throw signal.reason;
    }
  }

  #makeRequest(head: Head): HttpRequest {
    const { tcp, reader } = this.#options;
    const { path, query, headers, framing } = head;
    const { method, target, version } = head.requestLine;
    this.#body = this.#openBody(head);
    this.departure.watch(reader);
    return {
      method,
      target,
      path,
      query,
      version,
      headers,
      contentLength: framing === "chunked" ? undefined : framing,
      body: this.#body?.stream ?? null,
      localAddr: tcp.localAddr as Deno.NetAddr,
      remoteAddr: tcp.remoteAddr as Deno.NetAddr,
      signal: this.departure.signal,
    };
  }

  #openBody({ framing, expectsContinue }: Head): RequestBody | undefined {
    if (framing === undefined || framing === 0) return undefined;
    const { reader, limits } = this.#options;
    return new RequestBody(reader, framing, {
      limits,
      sendContinue: expectsContinue
        ? () => write(CONTINUE, this.#sendOptions)
        : undefined,
      onTake: () => this.departure.watch(reader),
    });
  }

  #encode(response: HttpResponse): Answer {
    const { isStopping, cancel } = this.#options;
    const { method, version = "1.1" } = this.#requestLine ?? {};
    const mayPersist = this.#head?.keepAlive === true && !isStopping() &&
      this.#body?.isDrainable !== false;
    const terms: AnswerTerms = { method, version, mayPersist };
    if (this.#body) this.#body.isAnswering = true;
    try {
      return encodeAnswer(response, terms);
    } catch (error) {
      const stream = streamOf(response);
      if (stream) cancel(stream);
      return encodeAnswer(this.#describe(error), terms);
    }
  }

  async #send(answer: Answer): Promise<void> {
    let sent: number | undefined;
    try {
      sent = await sendAnswer(answer, this.#sendOptions);
    } finally {
      this.#log(`${answer.status} ${sent ?? "cut"}`);
    }
  }

  get #sendOptions() {
    const { tcp, cancel, limits: { sendTimeoutMs } } = this.#options;
    return { tcp, sendTimeoutMs, departure: this.departure, cancel };
  }

  /** The client is told only what was meant for it. */
  #describe(error: unknown): HttpResponse {
    const headers = { "Content-Type": "text/plain; charset=utf-8" };
    if (error instanceof HttpError) {
      return { status: error.status, headers, body: `${error.message}\n` };
    }
    this.#log(`failed: ${quoteForLog(describeThrown(error))}`);
    return { status: 500, headers, body: "Internal server error\n" };
  }

  #log(text: string): void {
    this.#options.log(`${quoteForLog(this.#requestLine?.text ?? "-")} ${text}`);
  }
}
