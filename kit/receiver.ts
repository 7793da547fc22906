/**
 * The receiving half of the raw client: reads with a deadline, and records what
 * was received.
 *
 * @module
 */

import { within } from "./clock.ts";
import type { ReadOutcome } from "./connection_failure.ts";
import { ReceiveBuffer } from "./receive_buffer.ts";
import type { Transcript } from "./transcript.ts";
import type { Transport } from "./transport.ts";

/** The receiving half of a connection. */
export class Receiver {
  /** The bytes that were received and have not been consumed yet. */
  readonly buffer: ReceiveBuffer = new ReceiveBuffer();
  readonly #transport: Transport;
  readonly #transcript: Transcript;
  readonly #chunk: Uint8Array = new Uint8Array(64 * 1024);
  #pending: Promise<ReadOutcome> | undefined;
  #finale: "end of file" | "reset" | undefined;
  #isClosed = false;

  /**
   * Creates the receiving half of a connection.
   *
   * @param transport The socket.
   * @param transcript The record of the connection.
   */
  constructor(transport: Transport, transcript: Transcript) {
    this.#transport = transport;
    this.#transcript = transcript;
  }

  /**
   * Reads more into the buffer.
   *
   * @param silenceMs How long the server may be silent, in milliseconds.
   * @returns "bytes", or why there are no more.
   */
  async more(silenceMs: number): Promise<ReadOutcome> {
    if (this.#finale) return this.#finale;
    this.#pending ??= this.#read();
    const late = "silence" as const;
    const outcome = await within(this.#pending, silenceMs, late);
    if (outcome === "silence") {
      const hasAny = this.#transcript.total("received") > 0;
      const nothing = hasAny ? "nothing more" : "nothing";
      this.#transcript.remark("received", `${nothing} for ${silenceMs} ms`);
    } else {
      this.#pending = undefined;
    }
    return outcome;
  }

  /** Tells a pending read that the test has closed the connection. */
  close(): void {
    this.#isClosed = true;
  }

  /** Waits for a pending read, which ends when the connection is closed. */
  async ended(): Promise<void> {
    await this.#pending;
  }

  async #read(): Promise<ReadOutcome> {
    try {
      const count = await this.#transport.read(this.#chunk);
      if (this.#isClosed) return "end of file";
      if (count === null) return this.#conclude("end of file");
      this.#transcript.add("received", this.#chunk.subarray(0, count));
      this.buffer.append(this.#chunk.subarray(0, count));
      return "bytes";
    } catch {
      return this.#isClosed ? "end of file" : this.#conclude("reset");
    }
  }

  #conclude(finale: "end of file" | "reset"): ReadOutcome {
    this.#finale = finale;
    const remark = finale === "reset" ? "connection reset" : finale;
    this.#transcript.remark("received", remark);
    return finale;
  }
}
