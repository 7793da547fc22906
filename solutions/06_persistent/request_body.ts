/**
 * The body of a request on a connection that persists: however much of it the
 * handler reads, the next request begins where it ends. RFC 9112 section 6.
 *
 * @module
 */

import type { ByteReader } from "../02_http/byte_reader.ts";
import type { Framing } from "../02_http/framing.ts";
import type { ResolvedOptions } from "../02_http/options.ts";
import type { Bytes } from "../02_http/types.ts";
import { WaitBudget } from "../02_http/wait_budget.ts";
import { decodeChunks } from "./chunked_decoder.ts";
import { type BodyProgress, decodeLength } from "./length_decoder.ts";

/** Options of {@linkcode RequestBody}. */
export interface RequestBodyOptions {
  /** The limits of the body. */
  readonly limits: ResolvedOptions;
  /** Sends `100 Continue`; left out if the client does not wait for it. */
  sendContinue?(): Promise<void>;
  /** Called when bytes may have been taken from the reader. */
  onTake(): void;
}

/** A body of a request, and how much of it is still to come. */
export class RequestBody {
  /** Whether the answer has begun: `100 Continue` would be part of it. */
  isAnswering = false;
  /** The body as the handler reads it, never more than it asks for. */
  readonly stream: ReadableStream<Bytes>;
  readonly #reader: ByteReader;
  readonly #options: RequestBodyOptions;
  readonly #progress: BodyProgress;
  readonly #content: AsyncGenerator<Bytes, undefined>;
  #failure: { reason: unknown } | undefined;
  #isAnswered = false;
  #isAwaited: boolean;

  /**
   * A body of which nothing has been read.
   *
   * @param reader The bytes of the client; those of the body come first.
   * @param framing How its end is found.
   * @param options The limits, and the callbacks.
   */
  constructor(
    reader: ByteReader,
    framing: NonNullable<Framing>,
    options: RequestBodyOptions,
  ) {
    const { limits, sendContinue } = options;
    const budget = new WaitBudget(limits.bodyTimeoutMs, "body");
    const isChunked = framing === "chunked";
    const progress = { left: isChunked ? 0 : framing, isDone: false };
    this.#reader = reader;
    this.#options = options;
    this.#progress = progress;
    this.#content = isChunked
      ? decodeChunks(reader, budget, limits, progress)
      : decodeLength(reader, budget, progress);
    this.#isAwaited = sendContinue !== undefined;
    this.stream = new ReadableStream<Bytes>({
      pull: (controller) => this.#pull(controller),
    }, { highWaterMark: 0 });
  }

  /** Whether it cannot be read to its end. */
  get isBroken(): boolean {
    return this.#failure !== undefined;
  }

  /** Whether the connection can persist after it, as far as is known now. */
  get isDrainable(): boolean {
    return !this.isBroken && !this.#isAwaited &&
      this.#progress.left <= this.#options.limits.maxDrainBytes;
  }

  /** Ends the stream of the handler: the request is answered. */
  close(): void {
    this.#isAnswered = true;
  }

  /**
   * Reads what the handler has left, unless that is too much.
   *
   * @returns Whether the next request can be read.
   */
  async drain(): Promise<boolean> {
    let room = this.#options.limits.maxDrainBytes;
    while (!this.#progress.isDone) {
      if (this.#progress.left > room) return false;
      try {
        const content = await this.#next();
        if (content !== undefined) room -= content.length;
      } catch {
        // Malformed, too late or cut off: the next request cannot be found.
        return false;
      }
    }
    return true;
  }

  async #pull(
    controller: ReadableStreamDefaultController<Bytes>,
  ): Promise<void> {
    const content = await this.#next();
    if (this.#isAnswered) {
      throw new TypeError("Cannot read body: the request is answered");
    }
    if (content !== undefined) controller.enqueue(content);
    if (this.#progress.isDone) controller.close();
  }

  async #next(): Promise<Bytes | undefined> {
    const { sendContinue, onTake } = this.#options;
    // A generator that has failed would look like one that has ended.
    if (this.#failure !== undefined) throw this.#failure.reason;
    try {
      // RFC 9110 section 10.1.1: not needed once the body has begun to arrive.
      const isNeeded = this.#isAwaited && this.#reader.available === 0;
      if (isNeeded && !this.isAnswering) await sendContinue?.();
      this.#isAwaited = false;
      const { value } = await this.#content.next();
      return value;
    } catch (reason) {
      this.#failure = { reason };
      throw reason;
    } finally {
      onTake();
    }
  }
}
