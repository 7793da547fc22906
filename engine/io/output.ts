/**
 * Sends answers to a client: those that have collected leave in one write, and
 * the client must take them in time.
 *
 * @module
 */

import type { Bytes } from "../../solutions/02_http/types.ts";
import type { Clock } from "../clock.ts";
import type { ResolvedOptions } from "../options.ts";
import { type BufferPool, FULL_BYTES } from "./buffer_pool.ts";
import type { ConnectionOwner } from "./connection_owner.ts";
import type { FlushBatch } from "./flush_batch.ts";
import { OutputBuffer } from "./output_buffer.ts";

/** The parts of a server that every output uses. */
export interface OutputContext {
  /** How long a write may make no progress. */
  readonly options: Pick<ResolvedOptions, "sendTimeoutMs">;
  /** The time. */
  readonly clock: Clock;
  /** Where the memory comes from. */
  readonly buffers: BufferPool;
  /** Flushes outputs together. */
  readonly flushBatch: FlushBatch;
}

/** Options of {@linkcode Output}. */
export interface OutputOptions {
  /** Where to write. */
  readonly connection: Deno.TcpConn;
  /** Is told when the connection breaks. */
  readonly owner: ConnectionOwner;
  /** The parts of the server. */
  readonly context: OutputContext;
  /** Called when everything that was added has been written. */
  onSent(): void;
}

/** Sends the bytes of its buffer. */
export class Output {
  /** Add here what is to be sent. */
  readonly buffer: OutputBuffer;
  /** When the write in progress must make progress, by the clock. */
  deadline: number = Infinity;
  /** When the last write ended, by the clock. */
  writtenAt = 0;
  readonly #options: OutputOptions;
  /** The bytes that are being written, and the memory that they are in. */
  #sending: Bytes | undefined;
  #sendingBuffer: Bytes | undefined;
  #isFlushing = false;
  #flushed: PromiseWithResolvers<void> | undefined;
  #failure: { reason: unknown } | undefined;

  /**
   * An output with nothing to send.
   *
   * @param options Where to write, and what it needs for that.
   */
  constructor(options: OutputOptions) {
    this.#options = options;
    this.buffer = new OutputBuffer(options.context.buffers);
  }

  /** Whether everything has been written. */
  get isIdle(): boolean {
    // Large content is written past the buffer.
    return this.buffer.length === 0 && !this.#isFlushing &&
      this.deadline === Infinity;
  }

  /**
   * Writes bytes. A few bytes are only added to the buffer.
   *
   * @param bytes The bytes; they must not change.
   */
  async write(bytes: Bytes): Promise<void> {
    const { buffer } = this;
    if (buffer.length + bytes.length > FULL_BYTES) await this.flush();
    if (bytes.length <= FULL_BYTES) return buffer.add(bytes);
    await this.#writeLarge(bytes);
  }

  /** Starts to write the buffer, and everything that is added meanwhile. */
  startFlush(): void {
    if (this.#isFlushing) return;
    if (this.buffer.length === 0) return this.#options.onSent();
    this.#isFlushing = true;
    this.#options.context.flushBatch.flushInBatch(this);
  }

  /** Writes everything. */
  async flush(): Promise<void> {
    this.startFlush();
    if (this.#failure !== undefined) throw this.#failure.reason;
    if (!this.#isFlushing) return;
    this.#flushed ??= Promise.withResolvers();
    await this.#flushed.promise;
  }

  /**
   * Starts to write the buffer now; {@linkcode FlushBatch} calls it. Callbacks
   * receive the result: this is the path of every answer, and an async function
   * would cost 0.2 µs more.
   */
  startWriting(): void {
    const { buffer } = this;
    this.#sending = buffer.bytes;
    this.#sendingBuffer = buffer.detach();
    this.#setDeadline();
    this.#options.connection.write(this.#sending)
      .then(this.#onWritten, this.#onError);
  }

  /**
   * Waits for something that may take long. If it does, the buffer is written in
   * the meantime.
   *
   * @param event The event.
   * @returns The value of `event`.
   */
  flushDuring<T>(event: Promise<T>): Promise<T> {
    return this.buffer.length === 0 ? event : this.#flushWhenSlow(event);
  }

  async #flushWhenSlow<T>(event: Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.startFlush(), 0);
    try {
      return await event;
    } finally {
      clearTimeout(timer);
    }
  }

  readonly #onWritten = (written: number): void => {
    const sending = this.#sending!;
    if (written === sending.length) return this.#onSent();
    this.#writeRest(sending, written).then(this.#onSent, this.#onError);
  };

  readonly #onSent = (): void => {
    this.#options.context.buffers.giveBack(this.#sendingBuffer!);
    this.#sending = this.#sendingBuffer = undefined;
    if (this.buffer.length > 0) return this.startWriting();
    this.#endWrite();
    this.#isFlushing = false;
    this.#options.onSent();
    this.#flushed?.resolve();
    this.#flushed = undefined;
  };

  readonly #onError = (reason: unknown): void => {
    this.#failure = { reason };
    this.#options.owner.cut(reason);
    this.#flushed?.reject(reason);
  };

  async #writeLarge(bytes: Bytes): Promise<void> {
    try {
      await this.#writeRest(bytes, 0);
      this.#endWrite();
    } catch (reason) {
      this.#options.owner.cut(reason);
      throw reason;
    }
  }

  /** Every bit of progress gives the client a new deadline. */
  async #writeRest(bytes: Bytes, written: number): Promise<void> {
    const { connection } = this.#options;
    while (written < bytes.length) {
      this.#setDeadline();
      written += await connection.write(bytes.subarray(written));
    }
  }

  #endWrite(): void {
    this.deadline = Infinity;
    this.writtenAt = this.#options.context.clock.now;
  }

  #setDeadline(): void {
    const { clock, options } = this.#options.context;
    this.deadline = clock.now + options.sendTimeoutMs;
  }
}
