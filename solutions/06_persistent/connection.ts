/**
 * One connection, one request after the other, their answers in the same order:
 * the next request is looked at when the answer to the last has been written.
 *
 * @module
 */

import { formatAddr } from "../01_tcp/program.ts";
import { ByteReader } from "../02_http/byte_reader.ts";
import { readFields, valuesOf } from "../02_http/fields.ts";
import {
  readRequestStart,
  type RequestStart,
  writeContinue,
} from "../02_http/request.ts";
import { checkHost, parseRequestTarget } from "../02_http/request_target.ts";
import { quote } from "../02_http/syntax.ts";
import {
  HttpError,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
} from "../02_http/types.ts";
import { type Answer, encodeAnswer } from "./encode.ts";
import { findFraming } from "./framing.ts";
import type { Limits } from "./options.ts";
import { RequestBody } from "./request_body.ts";
import { sendAnswer } from "./send.ts";

const WATCH_BYTES = 4096;

/** A request, and what the connection must know of it. */
interface Exchange {
  readonly request: HttpRequest;
  readonly body: RequestBody;
  readonly keepAlive: boolean;
  isAnswering: boolean;
}

/** A connection of the persistent engine. */
export class Connection {
  readonly #connection: Deno.TcpConn;
  readonly #handler: HttpHandler;
  readonly #limits: Limits;
  readonly #reader: ByteReader;
  #departure = new AbortController();
  #isIdle = true;
  #isStopping = false;
  #client: string;

  /**
   * A connection that nobody has read from.
   *
   * @param connection The connection.
   * @param handler Answers the requests.
   * @param limits The limits.
   */
  constructor(
    connection: Deno.TcpConn,
    handler: HttpHandler,
    limits: Limits,
  ) {
    this.#connection = connection;
    this.#handler = handler;
    this.#limits = limits;
    this.#client = formatAddr(connection.remoteAddr as Deno.NetAddr);
    this.#reader = new ByteReader({
      read: async (buffer) => {
        try {
          return await connection.read(buffer);
        } catch (error) {
          this.#departure.abort(error);
          throw error;
        }
      },
    });
  }

  /** Serves requests until there are no more; then half-closes and drains. */
  async serve(): Promise<void> {
    try {
      while (await this.#waitForRequest() && await this.#serveExchange());
      if (!this.#isIdle) await this.#linger();
    } catch {
      // The client has gone or was cut: there is nobody to tell.
    } finally {
      this.cut(undefined);
    }
  }

  /** Closes the connection if it is idle; else after the next answer. */
  stop(): void {
    this.#isStopping = true;
    if (this.#isIdle) this.cut(undefined);
  }

  /** Closes the connection at once. */
  cut(reason: unknown): void {
    this.#departure.abort(reason);
    try {
      this.#connection.close();
    } catch (error) {
      if (!(error instanceof Deno.errors.BadResource)) throw error;
    }
  }

  async #waitForRequest(): Promise<boolean> {
    if (this.#reader.available === 0) {
      this.#isIdle = true;
      if (this.#isStopping) return false;
      const timer = setTimeout(
        () => this.cut(undefined),
        this.#limits.idleTimeoutMs,
      );
      try {
        if (!await this.#reader.fill()) return false;
      } finally {
        clearTimeout(timer);
      }
    }
    this.#isIdle = false;
    return true;
  }

  /** Serves one request; returns whether there may be another. */
  async #serveExchange(): Promise<boolean> {
    this.#departure = new AbortController();
    let start: RequestStart | undefined;
    let exchange: Exchange | undefined;
    let answer: Answer | undefined;
    let sent: number | undefined;
    try {
      try {
        start = await readRequestStart(this.#reader, this.#limits);
        if (start === undefined) return false;
        exchange = await this.#readRequest(start);
        const response = exchange.request.path === "*"
          ? { status: 200 }
          : await this.#handler(exchange.request);
        answer = await this.#encode(response, start, exchange);
      } catch (error) {
        if (this.#departure.signal.aborted) throw error;
        const response = this.#answerError(error, start);
        answer = await this.#encode(response, start, exchange);
      }
      if (exchange !== undefined) exchange.isAnswering = true;
      sent = await sendAnswer(
        this.#connection,
        answer,
        this.#departure.signal,
      );
      return answer.keepAlive && await exchange!.body.drain();
    } finally {
      if (start !== undefined || answer !== undefined) {
        this.#log(start, `${answer?.status ?? "-"} ${sent ?? "cut"}`);
      }
    }
  }

  async #readRequest(start: RequestStart): Promise<Exchange> {
    const { method, target, version } = start.requestLine;
    const fields = await readFields(
      this.#reader,
      start.patience,
      this.#limits,
    );
    const { path, query, authority } = parseRequestTarget(method, target);
    checkHost(valuesOf(fields, "host"), version);
    const { maxBodyBytes } = this.#limits;
    const framing = findFraming(fields, version, maxBodyBytes);
    if (method === "CONNECT" || method === "TRACE") {
      throw new HttpError(501, `Cannot serve the method ${method}`);
    }
    const expectation = valuesOf(fields, "expect").join(", ").toLowerCase();
    const expects = expectation !== "" && version === "1.1";
    if (expects && expectation !== "100-continue") {
      throw new HttpError(417, `Cannot meet expectation ${quote(expectation)}`);
    }
    const headers = new Headers(fields);
    if (authority !== undefined) headers.set("Host", authority);
    const body = new RequestBody(this.#reader, framing, {
      limits: this.#limits,
      sendContinue: !expects || this.#reader.available > 0
        ? undefined
        : () =>
          exchange.isAnswering
            ? Promise.resolve()
            : writeContinue(this.#connection),
      onEnd: () => this.#watch(),
    });
    if (body.isDone) this.#watch();
    const options = valuesOf(fields, "connection").join(",").toLowerCase()
      .split(",").map((option) => option.trim());
    const exchange: Exchange = {
      body,
      isAnswering: false,
      keepAlive: !options.includes("close") &&
        (version === "1.1" || options.includes("keep-alive")),
      request: {
        method,
        target,
        path,
        query,
        version,
        headers,
        contentLength: framing === "chunked" ? undefined : framing,
        body: body.stream,
        localAddr: this.#connection.localAddr as Deno.NetAddr,
        remoteAddr: this.#connection.remoteAddr as Deno.NetAddr,
        signal: this.#departure.signal,
      },
    };
    return exchange;
  }

  async #encode(
    response: HttpResponse,
    start: RequestStart | undefined,
    exchange: Exchange | undefined,
  ): Promise<Answer> {
    const { method, version = "1.1" } = start?.requestLine ?? {};
    const body = exchange?.body;
    const keepAlive = !this.#isStopping && exchange !== undefined &&
      exchange.keepAlive && !body!.isBroken && !body!.isAwaited;
    try {
      const terms = { method, version, keepAlive };
      const answer = encodeAnswer(response, terms);
      if (answer.content === null) await discard(response.body);
      return answer;
    } catch (error) {
      await discard(response?.body, error);
      throw error;
    }
  }

  #answerError(error: unknown, start?: RequestStart): HttpResponse {
    const headers = { "Content-Type": "text/plain; charset=utf-8" };
    if (error instanceof HttpError) {
      return { status: error.status, headers, body: `${error.message}\n` };
    }
    const reason = error instanceof Error ? error.stack : error;
    this.#log(start, `failed: ${JSON.stringify(`${reason}`)}`);
    return { status: 500, headers, body: "Internal server error\n" };
  }

  async #watch(): Promise<void> {
    try {
      while (
        this.#reader.available < WATCH_BYTES && await this.#reader.fill()
      );
    } catch {
      // The signal of the request has told.
    }
  }

  async #linger(): Promise<void> {
    await this.#connection.closeWrite();
    const timer = setTimeout(() => this.cut(undefined), this.#limits.lingerMs);
    try {
      do this.#reader.take(Infinity); while (await this.#reader.fill());
    } finally {
      clearTimeout(timer);
    }
  }

  #log(start: RequestStart | undefined, text: string): void {
    const line = JSON.stringify(start?.requestLine.text ?? "-");
    this.#limits.log(`${this.#client} ${line} ${text}`);
  }
}

async function discard(
  body: HttpResponse["body"],
  reason?: unknown,
): Promise<void> {
  if (!(body instanceof ReadableStream)) return;
  await body.cancel(reason).catch(() => {});
}
