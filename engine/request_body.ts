/**
 * The body of a request on a connection that goes on after it: whoever reads
 * it, and however much of it, the next request begins where it ends.
 *
 * @module
 */

import { WaitBudget } from "../solutions/02_http/wait_budget.ts";
import { type Bytes, HttpError } from "../solutions/02_http/types.ts";
import { type BodyDecoder, LengthDecoder } from "./body_decoder.ts";
import { ChunkedDecoder, type ChunkedLimits } from "./chunked_decoder.ts";
import type { Framing } from "./framing.ts";
import type { Input } from "./input.ts";

/** The limits of a body. */
export interface BodyLimits extends ChunkedLimits {
  /** How long to wait for it altogether, in milliseconds. Else 408. */
  readonly bodyTimeoutMs: number;
  /** How much of it is read for the sake of the next request, in bytes. */
  readonly maxDrainBytes: number;
}

/** Options of {@linkcode RequestBody}. */
export interface RequestBodyOptions {
  /** The limits of the body. */
  readonly limits: BodyLimits;
  /** Sends `100 Continue`; left out if the client does not wait for it. */
  sendContinue?(): Promise<void>;
  /** Called when all of it has been read. */
  onEnd(): void;
}

/** A body, and how much of it is still to come. */
export class RequestBody {
  /** Whether it cannot be read to its end. */
  isBroken = false;
  readonly #input: Input;
  readonly #decoder: BodyDecoder;
  readonly #options: RequestBodyOptions;
  readonly #patience: WaitBudget;
  #stream: ReadableStream<Bytes> | undefined;
  #reading: Promise<Bytes | undefined> | undefined;
  #isAnswered = false;
  #isAwaited: boolean;

  /**
   * A body of which nothing has been read.
   *
   * @param input The bytes of the client.
   * @param framing How its end is found.
   * @param options The limits, and whom to tell.
   */
  constructor(
    input: Input,
    framing: NonNullable<Framing>,
    options: RequestBodyOptions,
  ) {
    this.#input = input;
    this.#options = options;
    this.#decoder = framing === "chunked"
      ? new ChunkedDecoder(options.limits)
      : new LengthDecoder(framing);
    this.#patience = new WaitBudget(options.limits.bodyTimeoutMs, "body");
    this.#isAwaited = options.sendContinue !== undefined;
    input.expectsMuch = true;
  }

  /** Whether all of it has been read. */
  get isDone(): boolean {
    return this.#decoder.isDone;
  }

  /** Whether the connection may go on after it, as far as can be said now. */
  get isDrainable(): boolean {
    return !this.isBroken && !this.#isAwaited &&
      this.#decoder.left <= this.#options.limits.maxDrainBytes;
  }

  /**
   * What the handler reads. No more is read of the client than somebody asks
   * for, so that a fast client waits for a slow handler.
   */
  get stream(): ReadableStream<Bytes> {
    return this.#stream ??= new ReadableStream<Bytes>({
      pull: async (controller) => {
        this.#checkOpen();
        const content = await this.#read();
        this.#checkOpen();
        if (content !== undefined) controller.enqueue(content);
        if (this.isDone) controller.close();
      },
    }, { highWaterMark: 0 });
  }

  /**
   * Reads what the handler has left, if that is not too much.
   *
   * @returns Whether the next request may be read.
   */
  async drain(): Promise<boolean> {
    this.close();
    let room = this.#options.limits.maxDrainBytes;
    while (!this.isDone) {
      if (!this.isDrainable || room < this.#decoder.left) return false;
      try {
        room -= (await this.#read())?.length ?? 0;
      } catch {
        return false;
      }
    }
    return true;
  }

  /** Says that the request is answered: what follows is not the handler's. */
  close(): void {
    this.#isAnswered = true;
  }

  #checkOpen(): void {
    if (this.#isAnswered) {
      throw new TypeError("Cannot read body: the request is answered");
    }
  }

  #read(): Promise<Bytes | undefined> {
    return this.#reading ??= this.#readOnce().finally(() => {
      this.#reading = undefined;
    });
  }

  async #readOnce(): Promise<Bytes | undefined> {
    if (this.isDone) return undefined;
    try {
      await this.#invite();
      let content = this.#decoder.decode(this.#input);
      while (content === undefined && !this.isDone) {
        if (!await this.#patience.wait(this.#input.fill())) throw this.#cut();
        content = this.#decoder.decode(this.#input);
      }
      if (this.isDone) this.#end();
      return content;
    } catch (error) {
      this.isBroken = true;
      throw error;
    }
  }

  /** RFC 9110 section 10.1.1: not needed when it has begun to come. */
  async #invite(): Promise<void> {
    if (!this.#isAwaited) return;
    if (this.#input.available === 0) await this.#options.sendContinue!();
    this.#isAwaited = false;
  }

  #end(): void {
    this.#input.expectsMuch = false;
    this.#options.onEnd();
  }

  #cut(): unknown {
    return this.#input.failure ??
      new HttpError(400, "Cannot read body: it ended too early");
  }
}
