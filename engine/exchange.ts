/**
 * From a request to its answer. Only here do errors become answers.
 *
 * Nothing is awaited that is ready: a complete request, to a handler that returns
 * no promise, with content in memory, is answered without a single `await`.
 *
 * @module
 */

import { quoteForLog } from "../solutions/01_tcp/quote_for_log.ts";
import type { RequestLine } from "../solutions/02_http/request_line.ts";
import { CONTINUE } from "../solutions/02_http/request.ts";
import type { HttpResponse } from "../solutions/02_http/types.ts";
import { AccessLog } from "./access_log.ts";
import { RequestBody } from "./body/request_body.ts";
import { toErrorResponse } from "./error_response.ts";
import type { Head } from "./head/head.ts";
import type { ConnectionOwner } from "./io/connection_owner.ts";
import { Output } from "./io/output.ts";
import { EngineRequest, type RequestSource } from "./request.ts";
import type { Answer, Content } from "./response/answer.ts";
import { sendBytes, sendContent } from "./response/send_content.ts";
import type { ServerContext } from "./server_context.ts";

/** Options of {@linkcode Exchange}. */
export interface ExchangeOptions extends RequestSource {
  /** The parts of the server. */
  readonly context: ServerContext;
  /** Is told when the connection breaks. */
  readonly owner: ConnectionOwner;
}

/** Answers the requests of a connection, one after the other. */
export class Exchange {
  /** Whether the next answer is the last one. */
  isStopping = false;
  /** The request that is being answered. */
  request: EngineRequest | undefined;
  /** Sends the answers. */
  readonly output: Output;
  /** The log of the connection. */
  readonly log: AccessLog;
  readonly #options: ExchangeOptions;
  readonly #context: ServerContext;

  /**
   * An exchange without a request.
   *
   * @param options What it needs to answer.
   */
  constructor(options: ExchangeOptions) {
    const { connection, owner, context } = options;
    this.#options = options;
    this.#context = context;
    this.log = new AccessLog(connection.remoteAddr, context.options.log);
    const onSent = () => this.log.settle();
    this.output = new Output({ connection, owner, context, onSent });
  }

  /** Whether it can be dropped, and made again for the next request. */
  get isAtRest(): boolean {
    return this.request === undefined && this.output.isIdle;
  }

  /**
   * Answers a request. The end of the answer may still be in the output buffer
   * afterwards.
   *
   * @param head The request.
   * @returns Whether the connection stays open.
   */
  serve(head: Head): boolean | Promise<boolean> {
    const content = this.#openBody(head);
    const request = new EngineRequest(head, content, this.#options);
    this.request = request;
    // RFC 9110 section 9.3.7: a ping of the server, not of a resource.
    if (head.path === "*") return this.#send(request, { status: 200 });
    let response: HttpResponse | Promise<HttpResponse>;
    try {
      response = this.#context.handler(request);
    } catch (error) {
      response = toErrorResponse(error, this.log, head.quotedLine);
    }
    return response instanceof Promise
      ? this.#sendLater(request, response)
      : this.#send(request, response);
  }

  /**
   * Answers a request that could not be read; it is the last on its connection.
   *
   * @param error What is wrong with it.
   * @param requestLine Its request-line, if that could be read.
   */
  async refuse(error: unknown, requestLine?: RequestLine): Promise<void> {
    const { clock: { dateLine }, heads } = this.#context;
    const { text = "-", method, version = "1.1" } = requestLine ?? {};
    const terms = { method, version, keepAlive: false, dateLine };
    const quotedLine = quoteForLog(text);
    const response = toErrorResponse(error, this.log, quotedLine);
    const answer = heads.write(this.output.buffer, response, terms);
    const sent = await sendBytes(answer.content as string, this.output);
    this.log.add(quotedLine, answer.status, sent);
  }

  /**
   * Stops the work for the client.
   *
   * @param reason Why; by default because the connection is closed.
   */
  abort(reason: unknown): void {
    this.request?.abort(
      reason ?? new DOMException("The connection is closed", "AbortError"),
    );
  }

  #openBody(head: Head): RequestBody | undefined {
    const { framing, expectsContinue } = head;
    if (framing === undefined || framing === 0) return undefined;
    return new RequestBody(this.#options.input, framing, {
      limits: this.#context.options,
      sendContinue: expectsContinue ? () => this.#sendContinue() : undefined,
      onTake: () => this.request?.watchAgain(),
    });
  }

  async #sendLater(
    request: EngineRequest,
    promise: Promise<HttpResponse>,
  ): Promise<boolean> {
    const { cancellations } = this.#context;
    const { quotedLine } = request.head;
    request.watch();
    let response: HttpResponse;
    try {
      const event = request.wait(promise, cancellations.cancelBody);
      response = await this.output.flushDuring(event);
    } catch (error) {
      if (request.isAborted) {
        this.log.add(quotedLine, "-", "cut");
        throw error;
      }
      response = toErrorResponse(error, this.log, quotedLine);
    }
    return await this.#send(request, response);
  }

  #send(
    request: EngineRequest,
    response: HttpResponse,
  ): boolean | Promise<boolean> {
    const { buffer } = this.output;
    const answer = this.#writeHead(request, response);
    const { content, status, keepAlive } = answer;
    const isText = typeof content === "string";
    if (
      !isText && content instanceof ReadableStream ||
      request.content?.isDone === false ||
      !buffer.hasRoomFor(content?.length ?? 0)
    ) return this.#sendContent(request, answer, content);
    if (isText) buffer.addText(content);
    else if (content !== undefined) buffer.addContent(content);
    this.log.add(request.head.quotedLine, status, content?.length ?? 0);
    request.finish();
    this.request = undefined;
    return keepAlive;
  }

  #writeHead(request: EngineRequest, response: HttpResponse): Answer {
    const { content, head: { method, version, keepAlive, quotedLine } } =
      request;
    const { clock: { dateLine }, heads, cancellations } = this.#context;
    const { buffer } = this.output;
    request.isAnswering = true;
    const staysOpen = keepAlive && !this.isStopping &&
      content?.isDrainable !== false;
    const terms = { method, version, keepAlive: staysOpen, dateLine };
    try {
      const answer = heads.write(buffer, response, terms);
      if (answer.content === undefined) cancellations.cancelBody(response);
      return answer;
    } catch (error) {
      cancellations.cancelBody(response);
      return heads.write(
        buffer,
        toErrorResponse(error, this.log, quotedLine),
        terms,
      );
    }
  }

  async #sendContent(
    request: EngineRequest,
    answer: Answer,
    content: Content | undefined,
  ): Promise<boolean> {
    const { output, log } = this;
    const { cancellations } = this.#context;
    const { quotedLine } = request.head;
    let sent: number;
    try {
      sent = await sendContent(content, answer, {
        output,
        request,
        cancellations,
      });
    } catch (error) {
      log.add(quotedLine, answer.status, "cut");
      // The client gets what there is; then the connection is cut.
      if (!request.isAborted) await output.flush();
      throw error;
    }
    log.add(quotedLine, answer.status, sent);
    let staysOpen = answer.keepAlive;
    if (staysOpen && request.content?.isDone === false) {
      // The client may read the answer before it sends the rest of the body.
      await output.flush();
      staysOpen = await request.content.drain();
    }
    request.content?.close();
    request.finish();
    this.request = undefined;
    // A stream also ends because the client is gone.
    return staysOpen && !request.isAborted;
  }

  async #sendContinue(): Promise<void> {
    if (this.request?.isAnswering !== false) return;
    this.output.buffer.add(CONTINUE);
    await this.output.flush();
  }
}
