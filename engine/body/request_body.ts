/**
 * The body of a request on a persistent connection. However much of it the
 * handler reads, the next request begins where the body ends.
 *
 * @module
 */

import { WaitBudget } from "../../solutions/02_http/wait_budget.ts";
import type { Framing } from "../../solutions/02_http/framing.ts";
import { lineCutShort } from "../../solutions/02_http/read_line.ts";
import { type Bytes, HttpError } from "../../solutions/02_http/types.ts";
import type { Input } from "../io/input.ts";
import type { ResolvedOptions } from "../options.ts";
import { type BodyDecoder, LengthDecoder } from "./body_decoder.ts";
import { ChunkedDecoder, type ChunkedLimits } from "./chunked_decoder.ts";

/** The limits of a body. */
export type BodyLimits =
  & ChunkedLimits
  & Pick<ResolvedOptions, "bodyTimeoutMs" | "maxDrainBytes">;

/** Options of {@linkcode RequestBody}. */
export interface RequestBodyOptions {
  /** The limits of the body. */
  readonly limits: BodyLimits;
  /** Sends `100 Continue`; left out if the client does not wait for it. */
  sendContinue?(): Promise<void>;
  /** Called when bytes may have been taken from the input. */
  onTake(): void;
}

/** A body, and how much of it has not been read. */
export class RequestBody {
  /** Whether reading it has failed. */
  isBroken = false;
  readonly #input: Input;
  readonly #decoder: BodyDecoder;
  readonly #options: RequestBodyOptions;
  readonly #budget: WaitBudget;
  #stream: ReadableStream<Bytes> | undefined;
  #reading: Promise<Bytes | undefined> | undefined;
  #isAnswered = false;
  #expectsContinue: boolean;

  /**
   * A body of which nothing has been read.
   *
   * @param input The input of the connection.
   * @param framing How the end of the body is found.
   * @param options The limits, and callbacks.
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
    this.#budget = new WaitBudget(options.limits.bodyTimeoutMs, "body");
    this.#expectsContinue = options.sendContinue !== undefined;
    input.expectsBody = true;
  }

  /** Whether the whole body has been read. */
  get isDone(): boolean {
    return this.#decoder.isDone;
  }

  /** Whether a read of the handler waits for the client. */
  get isReading(): boolean {
    return this.#reading !== undefined;
  }

  /** Whether the connection can stay open after it, as far as is known now. */
  get isDrainable(): boolean {
    return !this.isBroken && !this.#expectsContinue &&
      this.#decoder.left <= this.#options.limits.maxDrainBytes;
  }

  /**
   * The stream that the handler reads. Bytes are read from the client only when
   * the handler wants more, so a slow handler slows a fast client down.
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
   * Reads what the handler has left, unless that is too much.
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

  /** Ends the stream of the handler, because the request has been answered. */
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
      this.#options.onTake();
    });
  }

  async #readOnce(): Promise<Bytes | undefined> {
    if (this.isDone) return undefined;
    try {
      await this.#inviteBody();
      let content = this.#decoder.decode(this.#input);
      while (content === undefined && !this.isDone) {
        if (!await this.#budget.wait(this.#input.fill())) {
          throw this.#cutShort();
        }
        content = this.#decoder.decode(this.#input);
      }
      return content;
    } catch (error) {
      this.isBroken = true;
      throw error;
    } finally {
      if (this.isDone || this.isBroken) this.#input.expectsBody = false;
    }
  }

  /** Sends 100, unless the body is arriving already. RFC 9110 section 10.1.1. */
  async #inviteBody(): Promise<void> {
    if (!this.#expectsContinue) return;
    if (this.#input.available === 0) await this.#options.sendContinue!();
    this.#expectsContinue = false;
  }

  #cutShort(): unknown {
    const { failure, available } = this.#input;
    if (failure !== undefined) return failure;
    return available > 0
      ? lineCutShort(available)
      : new HttpError(400, "Cannot read body: it ended too early");
  }
}
