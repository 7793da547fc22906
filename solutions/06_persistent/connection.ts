/**
 * One connection: its requests one after the other, and its end. RFC 9112
 * section 9.
 *
 * @module
 */

import { Patience } from "../02_http/patience.ts";
import { HttpError, type HttpHandler } from "../02_http/types.ts";
import { AccessLog } from "./access_log.ts";
import type { Clock } from "./clock.ts";
import { Exchanger } from "./exchanger.ts";
import type { Head } from "./head.ts";
import { HeadReader } from "./head_reader.ts";
import { Input } from "./input.ts";
import type { Limits } from "./options.ts";
import { Output } from "./output.ts";

/** What all connections of a server share. */
export interface ConnectionOptions {
  /** The limits. */
  readonly limits: Limits;
  /** What time it is. */
  readonly clock: Clock;
  /** Answers a request. */
  readonly handler: HttpHandler;
}

/** A connection of the engine. */
export class Connection {
  readonly #connection: Deno.TcpConn;
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #input: Input;
  readonly #output: Output;
  readonly #log: AccessLog;
  readonly #heads: HeadReader;
  readonly #exchanger: Exchanger;
  #patience: Patience | undefined;
  #deadline = Infinity;
  #isIdle = true;
  #isCut = false;

  /**
   * A connection on which nothing has happened yet.
   *
   * @param connection The connection.
   * @param options What all connections share.
   */
  constructor(connection: Deno.TcpConn, options: ConnectionOptions) {
    const { limits, clock } = options;
    const { sendTimeoutMs } = limits;
    const onFailure = (reason: unknown) => this.cut(reason);
    const input = new Input(connection, onFailure);
    const output = new Output(connection, { clock, sendTimeoutMs, onFailure });
    const log = new AccessLog(connection.remoteAddr, limits.log);
    this.#connection = connection;
    this.#limits = limits;
    this.#clock = clock;
    this.#input = input;
    this.#output = output;
    this.#log = log;
    this.#heads = new HeadReader(input, limits);
    this.#exchanger = new Exchanger({
      ...options,
      connection,
      input,
      output,
      log,
    });
  }

  /** Serves requests until there are no more, and closes the connection. */
  async serve(): Promise<void> {
    try {
      await this.#serveRequests();
      await this.#linger();
    } catch (error) {
      // What happens to a connection that is cut already is no news.
      if (!this.#isCut) this.#log.fail(error);
    } finally {
      this.cut(undefined);
      this.#log.settle("cut");
      await this.#exchanger.settled();
    }
  }

  /** Ends the connection: at once if it is idle, else after the next answer. */
  stop(): void {
    this.#exchanger.isStopping = true;
    if (this.#isIdle) this.cut(undefined);
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
    this.#exchanger.abort(reason);
    this.#log.settle("cut");
  }

  /** Cuts the connection if the client is late. */
  checkDeadline(): void {
    const deadline = Math.min(this.#deadline, this.#output.deadline);
    if (this.#clock.now < deadline) return;
    this.cut(new Deno.errors.TimedOut("The client is too slow"));
  }

  /**
   * Every request goes through this loop, so it waits for nothing needless: it
   * answers all that has come before it writes, and writes all in one.
   */
  async #serveRequests(): Promise<void> {
    for (;;) {
      const goesOn = this.#serveBuffered();
      if (goesOn !== true) {
        if (goesOn && await goesOn) continue;
        return;
      }
      const unread = this.#input.available;
      // Before the write: the next request may be on its way already.
      const more = this.#input.fill();
      if (this.#output.length > 0) {
        await this.#output.flush();
        this.#log.settle();
      }
      if (this.#input.available > unread) continue;
      if (unread > 0) {
        if (!await this.#waitForHead(more)) return;
        continue;
      }
      if (this.#exchanger.isStopping) return;
      this.#isIdle = true;
      this.#deadline = this.#clock.now + this.#limits.idleTimeoutMs;
      if (!await more) return;
      this.#isIdle = false;
      this.#deadline = Infinity;
    }
  }

  /** Serves what has come whole; returns whether there may be more. */
  #serveBuffered(): boolean | Promise<boolean> {
    for (;;) {
      let head: Head | undefined;
      try {
        head = this.#heads.take();
      } catch (error) {
        return this.#refuse(error);
      }
      if (head === undefined) return true;
      this.#patience = undefined;
      const goesOn = this.#exchanger.serve(head);
      if (goesOn !== true) return goesOn;
    }
  }

  /** Waits for the rest of a header section. */
  async #waitForHead(more: Promise<boolean>): Promise<boolean> {
    const { headerTimeoutMs } = this.#limits;
    this.#patience ??= new Patience(headerTimeoutMs, "header section");
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

  async #refuse(error: unknown): Promise<boolean> {
    await this.#exchanger.refuse(error, this.#heads.requestLine);
    return false;
  }

  /** Closes so that the client can still read the answer; as in stage 01. */
  async #linger(): Promise<void> {
    await this.#output.flush();
    this.#log.settle();
    if (this.#input.isEnded) return;
    await this.#connection.closeWrite();
    this.#deadline = this.#clock.now + this.#limits.lingerMs;
    while (await this.#input.fill()) this.#input.skip(Infinity);
  }
}
