/**
 * The body of a request on a connection that goes on after it: whoever reads
 * it, and however much of it, the next request begins where it ends.
 *
 * @module
 */

import type { ByteReader } from "../02_http/byte_reader.ts";
import { Patience } from "../02_http/patience.ts";
import { type Bytes, HttpError } from "../02_http/types.ts";
import { ChunkedBody } from "./chunked_body.ts";
import type { Framing } from "./framing.ts";
import type { Limits } from "./options.ts";

/** Options of {@linkcode RequestBody}. */
export interface RequestBodyOptions {
  /** The limits of the body. */
  limits: Limits;
  /** Sends `100 Continue`; left out if the client does not wait for it. */
  sendContinue?(): Promise<void>;
  /** Called when all of it has been read. */
  onEnd(): void;
}

/** A body, and how much of it is still to come. */
export class RequestBody {
  /** What the handler reads. */
  readonly stream: ReadableStream<Bytes> | null;
  /** Whether all of it has been read. */
  isDone = false;
  /** Whether it cannot be read to its end. */
  isBroken = false;
  readonly #read: () => Promise<Bytes | null>;
  readonly #options: RequestBodyOptions;
  #left: number;
  #reading: Promise<Bytes | null> | undefined;
  #isOver = false;
  #mustContinue: boolean;

  /**
   * A body of which nothing has been read.
   *
   * @param reader The bytes of the client.
   * @param framing How its end is found.
   * @param options The limits, and whom to tell.
   */
  constructor(
    reader: ByteReader,
    framing: Framing,
    options: RequestBodyOptions,
  ) {
    this.#options = options;
    this.#mustContinue = options.sendContinue !== undefined;
    this.#left = framing === "chunked" ? Infinity : framing ?? 0;
    const patience = new Patience(options.limits.bodyTimeoutMs, "body");
    if (framing === "chunked") {
      const chunked = new ChunkedBody(reader, patience, options.limits);
      this.#read = () => chunked.read();
    } else {
      this.#read = () => this.#readLength(reader, patience);
    }
    this.isDone = this.#left === 0;
    this.stream = this.isDone ? null : new ReadableStream({
      pull: async (controller) => {
        if (this.#isOver) throw new TypeError("The request has been answered");
        const bytes = await this.read();
        if (bytes === null) controller.close();
        else controller.enqueue(bytes);
      },
    }, { highWaterMark: 0 });
  }

  /** Whether the client still waits to be told to send it. */
  get isAwaited(): boolean {
    return this.#mustContinue;
  }

  /** Reads some of it; `null` at the end. */
  read(): Promise<Bytes | null> {
    return this.#reading ??= this.#readOnce().finally(() => {
      this.#reading = undefined;
    });
  }

  /**
   * Reads what the handler has left.
   *
   * @returns Whether the next request can be read.
   */
  async drain(): Promise<boolean> {
    this.#isOver = true;
    let room = this.#options.limits.maxDrainBytes;
    while (!this.isDone) {
      if (this.isBroken || this.#mustContinue || room <= 0) return false;
      if (this.#left !== Infinity && this.#left > room) return false;
      try {
        room -= (await this.read())?.length ?? 0;
      } catch {
        return false;
      }
    }
    return true;
  }

  async #readOnce(): Promise<Bytes | null> {
    if (this.isDone) return null;
    try {
      if (this.#mustContinue) {
        this.#mustContinue = false;
        await this.#options.sendContinue!();
      }
      const bytes = await this.#read();
      if (bytes !== null) return bytes;
      this.isDone = true;
      this.#options.onEnd();
      return null;
    } catch (error) {
      this.isBroken = true;
      throw error;
    }
  }

  async #readLength(
    reader: ByteReader,
    patience: Patience,
  ): Promise<Bytes | null> {
    if (this.#left === 0) return null;
    if (reader.available === 0 && !await patience.wait(reader.fill())) {
      throw new HttpError(
        400,
        `Cannot read body: it ended ${this.#left} bytes too early`,
      );
    }
    const bytes = reader.take(this.#left);
    this.#left -= bytes.length;
    if (this.#left === 0) {
      this.isDone = true;
      this.#options.onEnd();
    }
    return bytes;
  }
}
