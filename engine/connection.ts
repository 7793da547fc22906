/**
 * One connection: its requests, one after the other, and its end. RFC 9112
 * section 9.
 *
 * @module
 */

import { skipEmptyLines } from "../solutions/02_http/line_end.ts";
import { waitAtMost, WaitBudget } from "../solutions/02_http/wait_budget.ts";
import { Exchange } from "./exchange.ts";
import type { Head } from "./head/head.ts";
import { HeadReader } from "./head/head_reader.ts";
import type { ConnectionOwner } from "./io/connection_owner.ts";
import { Input } from "./io/input.ts";
import type { ServerContext } from "./server_context.ts";

const CR = 0x0d;

/** Options of {@linkcode Connection}. */
export interface ConnectionOptions {
  /** The parts of the server. */
  readonly context: ServerContext;
  /** Called when a connection has ended. */
  onEnd(connection: Connection): void;
}

/**
 * A connection of the engine. Most of thousands of connections are idle, so an
 * idle one has a small buffer, and nothing to answer with: that is made when the
 * client sends something. An idle connection takes 8 KiB instead of 11.
 */
export class Connection implements ConnectionOwner {
  readonly #tcp: Deno.TcpConn;
  readonly #options: ConnectionOptions;
  readonly #input: Input;
  #heads: HeadReader | undefined;
  #exchange: Exchange | undefined;
  #budget: WaitBudget | undefined;
  #deadline = Infinity;
  /** How many unread bytes are empty lines. */
  #emptyBytes = 0;
  #isIdle = false;
  #isStopping = false;
  #isCut = false;

  /**
   * A connection that has not been served.
   *
   * @param tcp The connection.
   * @param options What all connections share.
   */
  constructor(tcp: Deno.TcpConn, options: ConnectionOptions) {
    this.#tcp = tcp;
    this.#options = options;
    this.#input = new Input(tcp, this);
  }

  /**
   * Serves requests until there are no more, and closes the connection.
   *
   * Every request passes through this loop, so the loop awaits as little as
   * possible. It answers all requests that have arrived before it writes, writes
   * all answers at once, and waits for that write only if there is nothing else
   * to answer. Every idle connection waits in this function, and its variables
   * exist thousands of times, so the loop and its end are one function.
   */
  async serve(): Promise<void> {
    const input = this.#input;
    try {
      let more = input.fill();
      for (;;) {
        if (!this.#hasBegun()) {
          if (!await this.#waitIdle(more)) break;
          if (!this.#hasBegun()) more = input.fill();
          continue;
        }
        this.#isIdle = false;
        this.#deadline = Infinity;
        if (this.#isSending) await this.#exchange!.output.flush();
        if (this.#isCut) break;
        const staysOpen = this.#serveAvailable();
        if (staysOpen !== true) {
          if (!await staysOpen) break;
          if (this.#hasBegun()) continue;
        }
        const unread = input.available;
        // Read before the write: the next request may be on its way already.
        more = input.fill();
        this.#exchange!.output.startFlush();
        if (!this.#hasBegun()) continue;
        await this.#exchange!.output.flush();
        if (input.available > unread) continue;
        if (!await this.#waitForHead(more)) break;
      }
      await this.#linger();
    } catch (error) {
      // Errors after the connection was cut are a consequence of that.
      if (!this.#isCut) this.#exchange?.log.fail(error);
    } finally {
      this.cut(undefined);
      this.#exchange?.log.settle("cut");
      this.#options.onEnd(this);
    }
  }

  /** Ends the connection: at once if it is idle, else after the next answer. */
  stop(): void {
    this.#isStopping = true;
    if (this.#exchange) this.#exchange.isStopping = true;
    if (this.#isIdle) this.#cutWhenSent();
  }

  /**
   * Closes the connection at once.
   *
   * @param reason The reason that the signal of the request gets.
   */
  cut(reason: unknown): void {
    if (this.#isCut) return;
    this.#isCut = true;
    this.#tcp.close();
    this.#exchange?.abort(reason);
    this.#exchange?.log.settle("cut");
  }

  /** Cuts a client that is late, and frees what an idle connection can spare. */
  onTick(): void {
    const { clock, options } = this.#options.context;
    // A connection with unsent output is not idle.
    if (this.#isIdle && this.#isSending) {
      this.#deadline = clock.now + options.idleTimeoutMs;
    }
    const sendDeadline = this.#exchange?.output.deadline ?? Infinity;
    if (clock.now >= Math.min(this.#deadline, sendDeadline)) {
      this.cut(new Deno.errors.TimedOut("The client is too slow"));
    }
    if (this.#isAbandoned) {
      this.cut(new Deno.errors.TimedOut("The client seems to have gone"));
    }
    if (this.#isIdle && this.#exchange?.isAtRest) {
      this.#exchange = this.#heads = undefined;
    }
  }

  /** Whether the client has left without its answer. */
  get #isAbandoned(): boolean {
    const { clock, options } = this.#options.context;
    const { request, output } = this.#exchange ?? {};
    if (!request || !output?.isIdle) return false;
    const quietSince = clock.now - options.halfCloseTimeoutMs;
    return output.writtenAt <= quietSince &&
      request.isHalfClosedSince(quietSince, clock.now);
  }

  get #isSending(): boolean {
    return this.#exchange?.output.isIdle === false;
  }

  /** Cuts an idle connection after its last answer has been sent. */
  async #cutWhenSent(): Promise<void> {
    // If the client is gone, the pending read notices that.
    await this.#exchange?.output.flush().catch(() => {});
    // Bytes that have arrived may not have been delivered yet.
    await waitAtMost(this.#input.fill(), 0, () => undefined).catch(() => {});
    if (this.#isIdle && !this.#hasBegun()) this.cut(undefined);
  }

  /** Returns whether the client sends more; if the server stops, without wait. */
  #waitIdle(more: Promise<boolean>): Promise<boolean> | false {
    if (this.#isStopping) return false;
    if (this.#isIdle) return more;
    const { clock, options } = this.#options.context;
    this.#isIdle = true;
    this.#deadline = clock.now + options.idleTimeoutMs;
    return more;
  }

  /** Whether a request has begun: a few empty lines do not begin one. */
  #hasBegun(): boolean {
    const { buffer, start, end, available } = this.#input;
    if (available === 0 || buffer[start] !== CR) return available > 0;
    const unread = buffer.subarray(start, end);
    this.#emptyBytes = skipEmptyLines(unread, this.#emptyBytes);
    const { maxHeaderBytes } = this.#options.context.options;
    return available > this.#emptyBytes || available > maxHeaderBytes;
  }

  /** Answers all complete requests; returns whether there may be more. */
  #serveAvailable(): boolean | Promise<boolean> {
    const { options, quickHeads: quick } = this.#options.context;
    const heads = this.#heads ??= new HeadReader(this.#input, options, quick);
    const exchange = this.#exchange ??= this.#makeExchange();
    for (;;) {
      let head: Head | undefined;
      try {
        head = heads.take();
      } catch (error) {
        return this.#refuse(error);
      }
      if (head === undefined) return true;
      this.#budget = undefined;
      this.#emptyBytes = 0;
      const staysOpen = exchange.serve(head);
      if (staysOpen !== true) return staysOpen;
    }
  }

  /** Waits for the rest of a header section. */
  async #waitForHead(more: Promise<boolean>): Promise<boolean> {
    const { headerTimeoutMs } = this.#options.context.options;
    this.#budget ??= new WaitBudget(headerTimeoutMs, "header section");
    try {
      if (await this.#budget.wait(more)) return true;
      const error = this.#heads!.cutShort();
      if (error !== undefined) throw error;
      return false;
    } catch (error) {
      return !this.#isCut && await this.#refuse(error);
    }
  }

  #makeExchange(): Exchange {
    const exchange = new Exchange({
      context: this.#options.context,
      connection: this.#tcp,
      input: this.#input,
      owner: this,
    });
    exchange.isStopping = this.#isStopping;
    return exchange;
  }

  async #refuse(error: unknown): Promise<boolean> {
    await this.#exchange!.refuse(error, this.#heads!.requestLine);
    return false;
  }

  /** Closes so that the client can still read the answer, as in stage 01. */
  async #linger(): Promise<void> {
    await this.#exchange?.output.flush();
    if (this.#input.isEnded) return;
    // If the client is gone, the following read notices that.
    await this.#tcp.closeWrite().catch(() => {});
    const { clock, options } = this.#options.context;
    this.#deadline = clock.now + options.lingerMs;
    while (await this.#input.fill()) this.#input.skip(Infinity);
  }
}
