/**
 * One connection: its requests one after the other, and its end. RFC 9112
 * section 9.
 *
 * @module
 */

import { WaitBudget } from "../solutions/02_http/wait_budget.ts";
import { HttpError, type HttpHandler } from "../solutions/02_http/types.ts";
import type { Cancellations } from "./cancellations.ts";
import type { Clock } from "./clock.ts";
import { Exchanger } from "./exchanger.ts";
import type { Head } from "./head.ts";
import { HeadReader } from "./head_reader.ts";
import { Input } from "./input.ts";
import type { Limits } from "./options.ts";
import type { QuickHeadReader } from "./quick_head.ts";

/** What all connections of a server share. */
export interface ConnectionOptions {
  /** The limits. */
  readonly limits: Limits;
  /** What time it is. */
  readonly clock: Clock;
  /** Answers a request. */
  readonly handler: HttpHandler;
  /** Reads header sections the fast way. */
  readonly quick: QuickHeadReader;
  /** What is being cancelled. */
  readonly cancellations: Cancellations;
  /** Called when a connection has ended. */
  onEnd(connection: Connection): void;
}

/**
 * A connection of the engine. Of thousands most say nothing for most of the
 * time, so one that rests has a small buffer, and nothing to answer with, which
 * is made when the client speaks: 8 KiB for each, instead of 11.
 */
export class Connection {
  readonly #connection: Deno.TcpConn;
  readonly #options: ConnectionOptions;
  readonly #input: Input;
  #heads: HeadReader | undefined;
  #exchanger: Exchanger | undefined;
  #patience: WaitBudget | undefined;
  #deadline = Infinity;
  #isIdle = false;
  #isStopping = false;
  #isCut = false;

  /**
   * A connection on which nothing has happened yet.
   *
   * @param connection The connection.
   * @param options What all connections share.
   */
  constructor(connection: Deno.TcpConn, options: ConnectionOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#input = new Input(connection, this);
  }

  /**
   * Serves requests until there are no more, and closes the connection.
   *
   * Every request goes through this loop, so it waits for nothing needless: it
   * answers all that has come before it writes, and writes all in one, and does
   * not wait for that as long as there is nothing else to answer. And every
   * connection that rests, rests in it: what it holds then, it holds thousands of
   * times. So there is not one function for the loop and one for its end.
   */
  async serve(): Promise<void> {
    const input = this.#input;
    try {
      let more = input.fill();
      for (;;) {
        if (input.available === 0 && !await this.#rest(more)) break;
        this.#isIdle = false;
        this.#deadline = Infinity;
        if (this.#isSending) await this.#exchanger!.output.flush();
        if (this.#isCut) break;
        const goesOn = this.#serveBuffered();
        if (goesOn !== true) {
          if (!await goesOn) break;
          if (input.available > 0) continue;
        }
        const unread = input.available;
        // Before the write: the next request may be on its way already.
        more = input.fill();
        this.#exchanger!.sendOff();
        if (unread === 0) continue;
        await this.#exchanger!.output.flush();
        if (input.available > unread) continue;
        if (!await this.#waitForHead(more)) break;
      }
      await this.#linger();
    } catch (error) {
      // What happens to a connection that is cut already is no news.
      if (!this.#isCut) this.#exchanger?.log.fail(error);
    } finally {
      this.cut(undefined);
      this.#exchanger?.log.settle("cut");
      this.#options.onEnd(this);
    }
  }

  /** Ends the connection: at once if it is idle, else after the next answer. */
  stop(): void {
    this.#isStopping = true;
    if (this.#exchanger) this.#exchanger.isStopping = true;
    if (this.#isIdle) this.#cutWhenSent();
  }

  /**
   * Closes the connection at once.
   *
   * @param reason What is told to the handler that is at work.
   */
  cut(reason: unknown): void {
    if (this.#isCut) return;
    this.#isCut = true;
    this.#connection.close();
    this.#exchanger?.abort(reason);
    this.#exchanger?.log.settle("cut");
  }

  /** Cuts a client that is late; forgets what one that rests does not need. */
  onTick(): void {
    const { clock, limits } = this.#options;
    // Nobody is idle who has not taken his answer.
    if (this.#isIdle && this.#isSending) {
      this.#deadline = clock.now + limits.idleTimeoutMs;
    }
    const sendDeadline = this.#exchanger?.output.deadline ?? Infinity;
    if (clock.now >= Math.min(this.#deadline, sendDeadline)) {
      this.cut(new Deno.errors.TimedOut("The client is too slow"));
    }
    if (this.#isIdle && this.#exchanger?.isAtRest) {
      this.#exchanger = this.#heads = undefined;
    }
  }

  get #isSending(): boolean {
    return this.#exchanger?.output.isIdle === false;
  }

  /** Ends a connection that rests, or rests when its answer has been sent. */
  async #cutWhenSent(): Promise<void> {
    // A client that has gone will show when it is read.
    await this.#exchanger?.output.flush().catch(() => {});
    if (this.#isIdle) this.cut(undefined);
  }

  /** Returns whether the client says more; at the end of all there is no wait. */
  #rest(more: Promise<boolean>): Promise<boolean> | false {
    if (this.#isStopping) return false;
    const { clock, limits } = this.#options;
    this.#isIdle = true;
    this.#deadline = clock.now + limits.idleTimeoutMs;
    return more;
  }

  /** Serves what has come whole; returns whether there may be more. */
  #serveBuffered(): boolean | Promise<boolean> {
    const { limits, quick } = this.#options;
    const heads = this.#heads ??= new HeadReader(this.#input, limits, quick);
    const exchanger = this.#exchanger ??= this.#makeExchanger();
    for (;;) {
      let head: Head | undefined;
      try {
        head = heads.take();
      } catch (error) {
        return this.#refuse(error);
      }
      if (head === undefined) return true;
      this.#patience = undefined;
      const goesOn = exchanger.serve(head);
      if (goesOn !== true) return goesOn;
    }
  }

  /** Waits for the rest of a header section. */
  async #waitForHead(more: Promise<boolean>): Promise<boolean> {
    const { headerTimeoutMs } = this.#options.limits;
    this.#patience ??= new WaitBudget(headerTimeoutMs, "header section");
    try {
      if (await this.#patience.wait(more)) return true;
      throw new HttpError(
        400,
        "Cannot read header section: it ended without an empty line",
      );
    } catch (error) {
      return !this.#isCut && await this.#refuse(error);
    }
  }

  #makeExchanger(): Exchanger {
    const exchanger = new Exchanger({
      ...this.#options,
      connection: this.#connection,
      input: this.#input,
      owner: this,
    });
    exchanger.isStopping = this.#isStopping;
    return exchanger;
  }

  async #refuse(error: unknown): Promise<boolean> {
    await this.#exchanger!.refuse(error, this.#heads!.requestLine);
    return false;
  }

  /** Closes so that the client can still read the answer; as in stage 01. */
  async #linger(): Promise<void> {
    await this.#exchanger?.output.flush();
    this.#exchanger?.log.settle();
    if (this.#input.isEnded) return;
    // A client that has gone will show when it is read.
    await this.#connection.closeWrite().catch(() => {});
    const { clock, limits } = this.#options;
    this.#deadline = clock.now + limits.lingerMs;
    while (await this.#input.fill()) this.#input.skip(Infinity);
  }
}
