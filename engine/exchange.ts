/**
 * From a request to its answer. Here, and only here, errors become answers.
 *
 * What takes no time is not waited for: a request that has come whole, to a
 * handler that does not return a promise, with content in memory, passes through
 * without a single `await`.
 *
 * @module
 */

import { quoteForLog } from "../solutions/01_tcp/quote_for_log.ts";
import type { RequestLine } from "../solutions/02_http/request_line.ts";
import { encodeLatin1 } from "../solutions/02_http/syntax.ts";
import {
  type Bytes,
  HttpError,
  type HttpResponse,
} from "../solutions/02_http/types.ts";
import { AccessLog } from "./access_log.ts";
import type { ConnectionOptions } from "./connection.ts";
import { FileStream } from "./files/file_stream.ts";
import type { Head } from "./head/head.ts";
import type { Breakable } from "./io/input.ts";
import { Output } from "./io/output.ts";
import { EngineRequest, type RequestSource } from "./request.ts";
import { RequestBody } from "./body/request_body.ts";
import { addHead, type Answer } from "./response/response_head.ts";
import { sendFile, sendStream } from "./response/send_stream.ts";

/** How much of what follows a request is read while it is being answered. */
const WATCH_BYTES = 4096;

const CONTINUE = encodeLatin1("HTTP/1.1 100 Continue\r\n\r\n");

const encoder = new TextEncoder();

/** Options of {@linkcode Exchanger}. */
export interface ExchangerOptions extends ConnectionOptions, RequestSource {
  /** Is cut when the connection breaks. */
  readonly owner: Breakable;
}

/** Answers the requests of a connection. */
export class Exchanger {
  /** Whether the next answer is the last. */
  isStopping = false;
  /** What the client is sent. */
  readonly output: Output;
  /** What is logged of it. */
  readonly log: AccessLog;
  readonly #options: ExchangerOptions;
  #request: EngineRequest | undefined;
  #watched: EngineRequest | undefined;
  #isAborted = false;

  /**
   * An exchanger without a request.
   *
   * @param options What it needs to answer.
   */
  constructor(options: ExchangerOptions) {
    const { connection, owner, clock, limits } = options;
    this.#options = options;
    this.log = new AccessLog(connection.remoteAddr, limits.log);
    const onSent = () => this.log.settle();
    this.output = new Output({ connection, owner, clock, limits, onSent });
  }

  /** Whether nothing is lost when it is forgotten. */
  get isAtRest(): boolean {
    return this.#request === undefined && this.output.isIdle;
  }

  /**
   * Has a request answered. The end of the answer may still be gathered.
   *
   * @param head The request.
   * @returns Whether the connection goes on.
   */
  serve(head: Head): boolean | Promise<boolean> {
    const content = this.#openBody(head);
    const request = new EngineRequest(head, content, this.#options);
    this.#request = request;
    // RFC 9110 section 9.3.7: a ping of the server, not of a resource.
    if (head.path === "*") return this.#send(request, { status: 200 });
    let response: HttpResponse | Promise<HttpResponse>;
    try {
      response = this.#options.handler(request);
    } catch (error) {
      response = this.#describe(error, head.quotedLine);
    }
    return response instanceof Promise
      ? this.#sendLater(request, response)
      : this.#send(request, response);
  }

  /**
   * Answers what is no request; the connection ends after that.
   *
   * @param error What is wrong with it.
   * @param requestLine What could be read of it.
   */
  async refuse(error: unknown, requestLine?: RequestLine): Promise<void> {
    const { output, log } = this;
    const { dateLine } = this.#options.clock;
    const { text = "-", method, version = "1.1" } = requestLine ?? {};
    const terms = { method, version, keepAlive: false, dateLine };
    const quotedLine = quoteForLog(text);
    const answer = addHead(output, this.#describe(error, quotedLine), terms);
    const bytes = toBytes(answer.content as string | Bytes | undefined);
    await output.write(bytes);
    log.answered(quotedLine, answer.status, bytes.length);
  }

  /**
   * Says that the client has gone, or must go.
   *
   * @param reason Why.
   */
  abort(reason: unknown): void {
    this.#isAborted = true;
    this.#request?.abort(reason);
  }

  /** Sends off what has been answered: it is logged as soon as it is sent. */
  sendOff(): void {
    if (this.output.isIdle) this.log.settle();
    else this.output.start();
  }

  /** Tells a stream that nobody will read it, so that it closes its file. */
  #discard(response: HttpResponse): void {
    const body = response?.body;
    if (body instanceof ReadableStream) {
      this.#options.cancellations.add(body.cancel());
    }
  }

  #openBody(head: Head): RequestBody | undefined {
    const { framing, expectsContinue } = head;
    if (framing === undefined || framing === 0) return undefined;
    const { input, limits } = this.#options;
    return new RequestBody(input, framing, {
      limits,
      sendContinue: expectsContinue ? () => this.#sendContinue() : undefined,
      onEnd: () => this.#watch(),
    });
  }

  async #sendLater(
    request: EngineRequest,
    promise: Promise<HttpResponse>,
  ): Promise<boolean> {
    if (request.content === undefined) this.#watch();
    let response: HttpResponse;
    try {
      const event = request.wait(
        promise,
        (late) => this.#discard(late),
      );
      response = await this.output.flushDuring(event);
    } catch (error) {
      if (this.#isAborted) {
        this.log.answered(request.head.quotedLine, "-", "cut");
        throw error;
      }
      response = this.#describe(error, request.head.quotedLine);
    }
    return await this.#send(request, response);
  }

  #send(
    request: EngineRequest,
    response: HttpResponse,
  ): boolean | Promise<boolean> {
    const { output, log } = this;
    const answer = this.#addHead(request, response);
    const { content, status, keepAlive } = answer;
    if (content instanceof ReadableStream) {
      return this.#sendStream(request, answer, content);
    }
    if (
      request.content?.isDone === false ||
      !output.hasRoomFor(content?.length ?? 0)
    ) return this.#sendBytes(request, answer, toBytes(content));
    if (typeof content === "string") output.addText(content);
    else if (content !== undefined) output.addContent(content);
    this.#request = this.#options.input.tenant = undefined;
    log.answered(request.head.quotedLine, status, content?.length ?? 0);
    return keepAlive;
  }

  #addHead(request: EngineRequest, response: HttpResponse): Answer {
    const { content, head: { method, version, keepAlive, quotedLine } } =
      request;
    const { output } = this;
    const { dateLine } = this.#options.clock;
    request.isAnswering = true;
    const goesOn = keepAlive && !this.isStopping &&
      content?.isDrainable !== false;
    const terms = { method, version, keepAlive: goesOn, dateLine };
    try {
      const answer = addHead(output, response, terms);
      if (answer.content === undefined) this.#discard(response);
      return answer;
    } catch (error) {
      this.#discard(response);
      return addHead(output, this.#describe(error, quotedLine), terms);
    }
  }

  #sendStream(
    request: EngineRequest,
    answer: Answer,
    stream: ReadableStream<Bytes>,
  ): Promise<boolean> {
    const { output } = this;
    const { cancellations } = this.#options;
    if (request.content === undefined) this.#watch();
    if (stream instanceof FileStream) {
      // Nobody else may read it, or send it again.
      stream.getReader();
      return this.#finishAfter(sendFile(output, stream), request, answer);
    }
    const reader = stream.getReader();
    const cancel = (reason: unknown) => {
      cancellations.add(reader.cancel(reason));
    };
    request.onAbort = cancel;
    if (this.#isAborted) cancel(undefined);
    const sending = sendStream(output, answer, reader).catch((error) => {
      cancel(error);
      throw error;
    });
    return this.#finishAfter(sending, request, answer);
  }

  async #sendBytes(
    request: EngineRequest,
    answer: Answer,
    content: Bytes,
  ): Promise<boolean> {
    const { length } = content;
    const sending = this.output.write(content).then(() => {
      // Its buffer may have been transferred, or resized, meanwhile.
      if (content.length === length) return length;
      throw new RangeError("Cannot send bytes: their number has changed");
    });
    return await this.#finishAfter(sending, request, answer);
  }

  async #finishAfter(
    sending: Promise<number>,
    request: EngineRequest,
    answer: Answer,
  ): Promise<boolean> {
    const { output, log } = this;
    let sent: number;
    try {
      sent = await sending;
    } catch (error) {
      log.answered(request.head.quotedLine, answer.status, "cut");
      // What there is of the answer is the client's; its end is missing.
      if (!this.#isAborted) await output.flush();
      throw error;
    }
    return await this.#finish(request, answer, sent);
  }

  /** Brings the request to its end: the next one may follow. */
  async #finish(
    { head, content }: EngineRequest,
    { status, keepAlive }: Answer,
    sent: number,
  ): Promise<boolean> {
    const { output, log } = this;
    log.answered(head.quotedLine, status, sent);
    let goesOn = keepAlive;
    if (goesOn && content?.isDone === false) {
      // The client may want to read before it sends more.
      await output.flush();
      goesOn = await content.drain();
    }
    content?.close();
    this.#request = this.#options.input.tenant = undefined;
    // A stream ends also because its client has gone.
    return goesOn && !this.#isAborted;
  }

  /** Reads on while the request is answered: that is how a reset shows. */
  async #watch(): Promise<void> {
    const request = this.#request;
    if (request === undefined || request === this.#watched) return;
    this.#watched = request;
    const { input } = this.#options;
    while (
      this.#request === request && input.available < WATCH_BYTES &&
      await input.fill()
    );
  }

  async #sendContinue(): Promise<void> {
    if (this.#request?.isAnswering !== false) return;
    this.output.add(CONTINUE);
    await this.output.flush();
  }

  /** Only what was meant for the client is told to it. */
  #describe(error: unknown, quotedLine: string): HttpResponse {
    const headers = { "Content-Type": "text/plain; charset=utf-8" };
    if (error instanceof HttpError) {
      return { status: error.status, headers, body: `${error.message}\n` };
    }
    this.log.fail(error, quotedLine);
    return { status: 500, headers, body: "Internal server error\n" };
  }
}

function toBytes(content: string | Bytes = ""): Bytes {
  return typeof content === "string" ? encoder.encode(content) : content;
}
