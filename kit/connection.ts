/**
 * The raw client: it sends exactly the bytes that a test gives it, in the
 * pieces that the test asks for, and reads with a deadline on every read. All
 * bytes that travel are recorded for the failure message.
 *
 * @module
 */

import { toBytes } from "./bytes.ts";
import { pause, within } from "./clock.ts";
import {
  notListening,
  type ReadOutcome,
  stalledWrite,
  writeRefused,
} from "./connection_failure.ts";
import { expectEnd, readToEnd, readUntil } from "./connection_reads.ts";
import { type Explanation, Failure, withLesson } from "./failure.ts";
import { Receiver } from "./receiver.ts";
import {
  type RawResponse,
  readResponse,
  type ReadResponseOptions,
} from "./response.ts";
import { currentRun } from "./task_run.ts";
import { Transcript } from "./transcript.ts";
import { openPlain, openResettable, type Transport } from "./transport.ts";
import { noteSent } from "./watchdog.ts";

/** How long a server may be silent before a test gives up, in milliseconds. */
export const SILENCE_MS = 2000;

/** Options of {@linkcode Connection.open}. */
export interface ConnectOptions {
  /** Whether the test will reset the connection; false by default. */
  canReset?: boolean;
  /** How long the server may be silent, in milliseconds; 2000 by default. */
  silenceMs?: number;
}

/** One connection to the server under test, seen from the client. */
export class Connection implements AsyncDisposable {
  /** The record of its bytes. */
  readonly transcript: Transcript = new Transcript();
  /** The client's own end, as a server logs it. */
  readonly localAddr: Deno.NetAddr;
  /** How long the server may be silent, in milliseconds. */
  silenceMs: number;
  /** Whether the test has closed or reset it, as a client that goes away. */
  hasLeft = false;
  readonly #transport: Transport;
  readonly #receiver: Receiver;
  #isClosed = false;

  private constructor(transport: Transport, silenceMs: number) {
    this.#transport = transport;
    this.#receiver = new Receiver(transport, this.transcript);
    this.localAddr = transport.localAddr;
    this.silenceMs = silenceMs;
  }

  /**
   * Connects. If no server listens there, the test fails in words.
   *
   * @param addr The server's address.
   * @param options Whether the connection will be reset, and its deadline.
   * @returns The connection; the running test closes it at its end.
   */
  static async open(
    addr: Deno.NetAddr,
    options: ConnectOptions = {},
  ): Promise<Connection> {
    const { canReset = false, silenceMs = SILENCE_MS } = options;
    try {
      const open = canReset ? openResettable : openPlain;
      const connection = new Connection(await open(addr), silenceMs);
      currentRun()?.add(connection);
      return connection;
    } catch (error) {
      throw notListening(addr, error);
    }
  }

  /** The bytes that were received and have not been consumed yet. */
  get unread(): Uint8Array<ArrayBuffer> {
    return this.#receiver.buffer.unread;
  }

  /** The number of consumed bytes: the offset of {@linkcode unread}. */
  get consumed(): number {
    return this.#receiver.buffer.consumed;
  }

  /**
   * Sends a whole message, in one write as far as the kernel takes it.
   *
   * @param message Text is sent as UTF-8.
   * @param explanation What it means if the server does not read it.
   */
  async send(
    message: string | Uint8Array,
    explanation: Explanation = {},
  ): Promise<void> {
    const bytes = toBytes(message);
    this.#use().add("sent", bytes);
    noteSent(this.transcript);
    try {
      let written = 0;
      while (written < bytes.length) {
        const writing = this.#transport.write(bytes.subarray(written));
        const count = await within(writing, this.silenceMs, undefined);
        if (count === undefined) {
          // It ends when the connection is closed.
          writing.catch(() => {});
          throw stalledWrite(this.transcript, this.silenceMs, explanation);
        }
        written += count;
      }
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw writeRefused(this.transcript, explanation);
    }
  }

  /**
   * Sends pieces, each in a packet of its own.
   *
   * @param pieces The pieces, from `eachByte` or `splitAt` for instance.
   * @param pauseMs The pause after each, in milliseconds; 1 by default.
   * @param explanation What it means if the server does not read them.
   */
  async sendPieces(
    pieces: Iterable<string | Uint8Array>,
    pauseMs = 1,
    explanation: Explanation = {},
  ): Promise<void> {
    for (const piece of pieces) {
      await this.send(piece, explanation);
      await pause(pauseMs);
    }
  }

  /** Half-closes: the server reads an end of file. */
  async closeWrite(): Promise<void> {
    this.#use().remark("sent", "end of file: the client half-closed");
    await this.#transport.closeWrite();
  }

  /** Resets the connection, as a client that crashes does. */
  async reset(): Promise<void> {
    this.#use().remark("sent", "the client reset the connection");
    this.hasLeft = true;
    this.#isClosed = true;
    this.#receiver.close();
    await this.#transport.reset!();
  }

  /** Closes the connection, as a client that no longer waits does. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.hasLeft = true;
    this.#use().remark("sent", "the client closed the connection");
    await this.destroy();
  }

  /** Closes it without a record; may be called twice. */
  async destroy(): Promise<void> {
    if (!this.#isClosed) {
      this.#isClosed = true;
      this.#receiver.close();
      this.#transport.close();
    }
    await this.#receiver.ended();
  }

  /** Closes it at the end of its block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.destroy();
  }

  /**
   * Reads more, into {@linkcode unread}.
   *
   * @returns "bytes", or why there are no more; "silence" if nothing came in
   * time.
   */
  more(): Promise<ReadOutcome> {
    this.#use();
    return this.#receiver.more(this.silenceMs);
  }

  /**
   * Takes bytes out of {@linkcode unread}.
   *
   * @param count The number of bytes.
   * @returns A copy of them.
   */
  take(count: number): Uint8Array<ArrayBuffer> {
    return this.#receiver.buffer.take(count);
  }

  /**
   * Reads one response, strictly.
   *
   * @param options The method of the request, if it is HEAD; the likely causes, by
   * symptom.
   * @returns The response.
   */
  readResponse(options: ReadResponseOptions = {}): Promise<RawResponse> {
    return withLesson(options, () => readResponse(this, options));
  }

  /**
   * Reads until the server ends the connection.
   *
   * @param explanation What was expected, in one sentence; or that with the
   * likely causes, by symptom.
   * @returns All bytes that arrived.
   */
  readToEnd(
    explanation: string | Explanation = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    return readToEnd(this, explanation);
  }

  /**
   * Reads until a text has arrived, even if the rest is held back.
   *
   * @param text The text to wait for.
   * @param explanation What it means if the text does not arrive.
   * @returns Everything up to the end of the text.
   */
  readUntil(text: string, explanation: Explanation = {}): Promise<string> {
    return readUntil(this, toBytes(text), explanation);
  }

  /**
   * Expects that the server now ends the connection, and sends nothing more.
   *
   * @param explanation What was expected, in one sentence; or that with the
   * likely causes, by symptom.
   * @param likely The likely cause if something follows.
   */
  expectEnd(
    explanation: string | Explanation = {},
    likely?: string,
  ): Promise<void> {
    return expectEnd(this, explanation, likely);
  }

  #use(): Transcript {
    const run = currentRun();
    if (run) run.lastUsed = this.transcript;
    return this.transcript;
  }
}
