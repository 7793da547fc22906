/**
 * One connection: its requests one after another, and its end. RFC 9112 section
 * 9.
 *
 * @module
 */

import { isDisconnect } from "../01_tcp/disconnect.ts";
import { formatAddr } from "../01_tcp/program.ts";
import { quoteForLog } from "../01_tcp/quote_for_log.ts";
import { ByteReader } from "../02_http/byte_reader.ts";
import { describeThrown } from "../02_http/exchange.ts";
import { skipEmptyLines } from "../02_http/line_end.ts";
import type { ResolvedOptions } from "../02_http/options.ts";
import type { HttpHandler } from "../02_http/types.ts";
import { startTimer, waitAtMost } from "../02_http/wait_budget.ts";
import { Exchange } from "./exchange.ts";
import type { Cancellable } from "./output.ts";

/** A connection that persists until one of the two sides ends it. */
export class Connection {
  readonly #tcp: Deno.TcpConn;
  readonly #options: ResolvedOptions;
  readonly #handler: HttpHandler;
  readonly #reader: ByteReader;
  /** Streams that are being cancelled: they may have files to close. */
  readonly #cancellations = new Set<Promise<void>>();
  #exchange: Exchange | undefined;
  /** How many unread bytes are empty lines. */
  #emptyBytes = 0;
  #isIdle = false;
  #isStopping = false;
  #isClosed = false;

  /**
   * A connection on which nothing has happened yet.
   *
   * @param tcp The TCP connection.
   * @param options The limits and the log.
   * @param handler Answers the requests.
   */
  constructor(
    tcp: Deno.TcpConn,
    options: ResolvedOptions,
    handler: HttpHandler,
  ) {
    this.#tcp = tcp;
    this.#options = options;
    this.#handler = handler;
    this.#reader = new ByteReader({ read: (buffer) => this.#read(buffer) });
  }

  /** Serves requests until there are no more, and closes the connection. */
  async serve(): Promise<void> {
    try {
      while (await this.#waitForRequest()) {
        this.#exchange = this.#startExchange();
        const persists = await this.#exchange.serve();
        this.#exchange = undefined;
        if (!persists) break;
      }
      await this.#linger();
    } catch (error) {
      if (!this.#isClosed && !this.#hasLeft(error)) {
        this.#log(`failed: ${quoteForLog(describeThrown(error))}`);
      }
    } finally {
      this.cut();
      await this.#settleCancellations();
    }
  }

  /** Ends the connection: at once if it is idle, otherwise after its answer. */
  stop(): void {
    this.#isStopping = true;
    if (this.#isIdle) this.#cutIfIdle();
  }

  /** Closes the connection at once. The handler learns it from its signal. */
  cut(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#tcp.close();
    this.#exchange?.departure.abort(
      new DOMException("The connection is closed", "AbortError"),
    );
  }

  /** Bytes that have arrived may not have been delivered yet. */
  async #cutIfIdle(): Promise<void> {
    // The connection itself handles an error of this read.
    await waitAtMost(this.#reader.fill(), 0, () => undefined).catch(() => {});
    if (this.#isIdle && !this.#hasBegun()) this.cut();
  }

  /** A stream may fail with any error: only the signal tells who has gone. */
  #hasLeft(error: unknown): boolean {
    return this.#exchange?.departure.signal.aborted ??
      (isDisconnect(error) || error instanceof Deno.errors.TimedOut);
  }

  /** A connection that cannot be read is of no use to its handler either. */
  async #read(buffer: Uint8Array): Promise<number | null> {
    try {
      return await this.#tcp.read(buffer);
    } catch (error) {
      this.#exchange?.departure.abort(error);
      throw error;
    }
  }

  /** Before a request has begun, no answer is due. */
  async #waitForRequest(): Promise<boolean> {
    this.#emptyBytes = 0;
    if (this.#hasBegun()) return true;
    if (this.#isStopping) return false;
    this.#isIdle = true;
    try {
      return await waitAtMost(
        this.#fillUntilBegun(),
        this.#options.idleTimeoutMs,
        () => new Deno.errors.TimedOut("The connection is idle"),
      );
    } finally {
      this.#isIdle = false;
    }
  }

  async #fillUntilBegun(): Promise<boolean> {
    while (await this.#reader.fill()) if (this.#hasBegun()) return true;
    return false;
  }

  /**
   * Empty lines do not begin a request, unless there are so many that they have
   * to be refused.
   */
  #hasBegun(): boolean {
    const { available } = this.#reader;
    const unread = this.#reader.peek(available);
    this.#emptyBytes = skipEmptyLines(unread, this.#emptyBytes);
    return available > this.#emptyBytes ||
      available > this.#options.maxHeaderBytes;
  }

  #startExchange(): Exchange {
    return new Exchange({
      tcp: this.#tcp,
      reader: this.#reader,
      handler: this.#handler,
      limits: this.#options,
      isStopping: () => this.#isStopping,
      cancel: (stream, reason) => this.#cancel(stream, reason),
      log: (text) => this.#log(text),
    });
  }

  /**
   * Half-closes the connection, and reads on until the client closes its side:
   * closing with unread input would send a reset, which can destroy the answer
   * before the client has read it.
   */
  async #linger(): Promise<void> {
    await this.#tcp.closeWrite();
    const timer = startTimer(this.#options.lingerMs, () => this.cut());
    try {
      while (await this.#reader.fill()) this.#reader.take(Infinity);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Cancels a stream without waiting: the next answer need not wait for it. */
  #cancel(stream: Cancellable, reason: unknown): void {
    // Whether this succeeds makes no difference to the answer.
    const cancelled = Promise.try(() => stream.cancel(reason)).catch(() => {})
      .finally(() => this.#cancellations.delete(cancelled));
    this.#cancellations.add(cancelled);
  }

  /** A stream whose cancellation never ends must not keep the server. */
  async #settleCancellations(): Promise<void> {
    const settled = Promise.all(this.#cancellations);
    await waitAtMost(settled, this.#options.lingerMs, () => undefined)
      .catch(() => {});
  }

  #log(text: string): void {
    const client = formatAddr(this.#tcp.remoteAddr as Deno.NetAddr);
    this.#options.log(`${client} ${text}`);
  }
}
