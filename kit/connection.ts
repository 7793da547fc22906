/**
 * The raw client: it sends exactly the bytes that a test gives it, in the
 * pieces that the test asks for, and reads what comes, with a deadline on
 * every read. Everything that travels is recorded for the failure message.
 *
 * @module
 */

import { concat, indexOfBytes, toBytes } from "./bytes.ts";
import { pause, within } from "./clock.ts";
import { Failure } from "./failure.ts";
import { ReceiveBuffer } from "./receive_buffer.ts";
import { readResponse, type ReadResponseOptions } from "./response.ts";
import type { RawResponse } from "./response.ts";
import { currentRun } from "./task_run.ts";
import { Transcript } from "./transcript.ts";
import { openPlain, openResettable, type Transport } from "./transport.ts";
import { visible } from "./visible.ts";

/** How long a server may be silent before a test gives up, in milliseconds. */
export const SILENCE_MS = 2000;

/** What a read came to. */
export type ReadOutcome = "bytes" | "end of file" | "reset" | "silence";

/** Options of {@linkcode Connection.open}. */
export interface ConnectOptions {
  /** Whether the test will reset the connection; false by default. */
  canReset?: boolean;
  /** How long the server may be silent, in milliseconds; 2000 by default. */
  silenceMs?: number;
}

/** One connection to the server under test, seen from the client. */
export class Connection implements AsyncDisposable {
  /** What travelled. */
  readonly transcript: Transcript = new Transcript();
  /** The client's own end, as a server logs it. */
  readonly localAddr: Deno.NetAddr;
  /** How long the server may be silent, in milliseconds. */
  silenceMs: number;
  readonly #transport: Transport;
  readonly #chunk: Uint8Array = new Uint8Array(64 * 1024);
  readonly #received = new ReceiveBuffer();
  #pending: Promise<ReadOutcome> | undefined;
  #finale: "end of file" | "reset" | undefined;
  #isClosed = false;

  private constructor(transport: Transport, silenceMs: number) {
    this.#transport = transport;
    this.localAddr = transport.localAddr;
    this.silenceMs = silenceMs;
  }

  /**
   * Connects. A server that does not listen there fails the test in words.
   *
   * @param addr The server's address.
   * @param options What the connection is for.
   * @returns The connection; the running test closes it if nobody else does.
   */
  static async open(
    addr: Deno.NetAddr,
    options: ConnectOptions = {},
  ): Promise<Connection> {
    const { canReset = false, silenceMs = SILENCE_MS } = options;
    try {
      const open = canReset ? openResettable : openPlain;
      const connection = new Connection(await open(addr), silenceMs);
      currentRun()?.opened(connection);
      return connection;
    } catch (error) {
      const { hostname, port } = addr;
      throw new Failure(`nobody listens on ${hostname}:${port}`, {
        expected: "the server accepts connections as soon as it has started",
        likely:
          "the listener was closed, or server.addr is not where it listens",
        thrown: error,
      });
    }
  }

  /** What has been received and not been consumed yet. */
  get unread(): Uint8Array<ArrayBuffer> {
    return this.#received.unread;
  }

  /** How many bytes have been consumed: where {@linkcode unread} begins. */
  get consumed(): number {
    return this.#received.consumed;
  }

  /**
   * Sends all of it, in one write as far as the kernel takes it.
   *
   * @param message Text is sent as UTF-8.
   */
  async send(message: string | Uint8Array): Promise<void> {
    const bytes = toBytes(message);
    this.#use().add("sent", bytes);
    try {
      let written = 0;
      while (written < bytes.length) {
        const writing = this.#transport.write(bytes.subarray(written));
        const count = await within(writing, this.silenceMs, undefined);
        if (count === undefined) throw this.#stalled(writing);
        written += count;
      }
    } catch (error) {
      if (error instanceof Failure) throw error;
      this.transcript.remark("sent", "the server no longer takes it");
      throw new Failure("the server closed while the client was sending", {
        transcript: this.transcript,
        expected: "the server reads on until the client has sent everything",
      });
    }
  }

  /**
   * Sends pieces, each in a packet of its own.
   *
   * @param pieces What to send: `eachByte`, `splitAt`.
   * @param pauseMs How long to rest after each, in milliseconds; 1 by default.
   */
  async sendPieces(
    pieces: Iterable<string | Uint8Array>,
    pauseMs = 1,
  ): Promise<void> {
    for (const piece of pieces) {
      await this.send(piece);
      await pause(pauseMs);
    }
  }

  /** Says that this was all: the server reads an end of file. */
  async closeWrite(): Promise<void> {
    this.#use().remark("sent", "end of file: the client half-closed");
    await this.#transport.closeWrite();
  }

  /** Resets the connection, as a client does that crashes or is in a hurry. */
  async reset(): Promise<void> {
    this.#use().remark("sent", "the client reset the connection");
    this.#isClosed = true;
    await this.#transport.reset!();
  }

  /** Closes the connection, as a client does that has lost interest. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#use().remark("sent", "the client closed the connection");
    await this.destroy();
  }

  /** Closes it without a word; may be called twice. */
  async destroy(): Promise<void> {
    if (!this.#isClosed) {
      this.#isClosed = true;
      this.#transport.close();
    }
    await this.#pending;
  }

  /** Closes it at the end of its block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.destroy();
  }

  /**
   * Reads more, into {@linkcode unread}.
   *
   * @returns What came of it; "silence" if nothing did in time.
   */
  async more(): Promise<ReadOutcome> {
    if (this.#finale) return this.#finale;
    this.#use();
    this.#pending ??= this.#read();
    const outcome = await within(
      this.#pending,
      this.silenceMs,
      "silence" as const,
    );
    if (outcome === "silence") {
      const hasAny = this.transcript.total("received") > 0;
      this.transcript.remark(
        "received",
        `nothing ${hasAny ? "more " : ""}for ${this.silenceMs} ms`,
      );
    } else {
      this.#pending = undefined;
    }
    return outcome;
  }

  /**
   * Takes bytes out of {@linkcode unread}.
   *
   * @param count How many.
   * @returns A copy of them.
   */
  take(count: number): Uint8Array<ArrayBuffer> {
    return this.#received.take(count);
  }

  /**
   * Reads one response, strictly.
   *
   * @param options The method that it answers, where that is HEAD.
   * @returns The response.
   */
  readResponse(options: ReadResponseOptions = {}): Promise<RawResponse> {
    return readResponse(this, options);
  }

  /**
   * Reads until the server ends the connection.
   *
   * @param expected What was expected, in one sentence.
   * @returns What came, all of it.
   */
  async readToEnd(
    expected = "the server ends the connection after its answer",
  ): Promise<Uint8Array<ArrayBuffer>> {
    const chunks: Uint8Array[] = [];
    for (;;) {
      chunks.push(this.take(this.unread.length));
      const outcome = await this.more();
      if (outcome === "end of file") return concat(chunks);
      if (outcome === "bytes") continue;
      const silence = "the server neither sends more nor closes the connection";
      throw this.#broken(outcome, silence, expected);
    }
  }

  /**
   * Reads until `text` has come: what stands before the rest is held back.
   *
   * @param text What to wait for.
   * @returns Everything up to its end.
   */
  async readUntil(text: string): Promise<string> {
    const wanted = toBytes(text);
    for (;;) {
      const at = indexOfBytes(this.unread, wanted);
      if (at >= 0) {
        return new TextDecoder().decode(this.take(at + wanted.length));
      }
      const outcome = await this.more();
      if (outcome === "bytes") continue;
      const expected = `${visible(wanted)} arrives`;
      throw this.#broken(outcome, "the server fell silent", expected);
    }
  }

  /**
   * Expects that the server now ends the connection, and sends nothing more.
   *
   * @param expected What was expected, in one sentence.
   * @param likely The usual cause of something that follows.
   */
  async expectEnd(
    expected = "the server ends the connection, and nothing follows",
    likely = "Content-Length is too small (it counts bytes), or the answer " +
      "has no body: HEAD, 1xx, 204, 304",
  ): Promise<void> {
    const offset = this.consumed;
    const rest = await this.readToEnd(expected);
    if (rest.length === 0) return;
    throw new Failure(`${rest.length} bytes follow the end of the response`, {
      transcript: this.transcript,
      mark: { offset, note: "here the response has ended" },
      expected,
      likely,
    });
  }

  /** The server has not read for so long that the kernel takes no more. */
  #stalled(writing: Promise<number>): Failure {
    // It ends when the connection is closed, and nobody waits for it then.
    writing.catch(() => {});
    this.transcript.remark("sent", `stuck for ${this.silenceMs} ms`);
    return new Failure("the server does not read what the client sends", {
      transcript: this.transcript,
      expected: "the server reads on until the client has sent everything",
    });
  }

  #use(): Transcript {
    const run = currentRun();
    if (run) run.lastUsed = this.transcript;
    return this.transcript;
  }

  async #read(): Promise<ReadOutcome> {
    try {
      const count = await this.#transport.read(this.#chunk);
      if (this.#isClosed) return "end of file";
      if (count === null) return this.#conclude("end of file");
      this.transcript.add("received", this.#chunk.subarray(0, count));
      this.#received.append(this.#chunk.subarray(0, count));
      return "bytes";
    } catch {
      // Ours, when the test has closed the connection meanwhile.
      return this.#isClosed ? "end of file" : this.#conclude("reset");
    }
  }

  #conclude(finale: "end of file" | "reset"): ReadOutcome {
    this.#finale = finale;
    this.transcript.remark(
      "received",
      finale === "reset" ? "connection reset" : finale,
    );
    return finale;
  }

  #broken(outcome: ReadOutcome, silence: string, expected: string): Failure {
    const transcript = this.transcript;
    const headline = {
      "silence": silence,
      "reset": "the server reset the connection",
      "end of file": "the server closed the connection too early",
      "bytes": "the server sent too much",
    }[outcome];
    return new Failure(headline, { transcript, expected });
  }
}
