/**
 * Sends a message to one server, and waits for its answers: as long as they
 * take by the rules of HTTP, and a moment longer.
 *
 * @module
 */

import { Exchanges } from "./grammar/exchanges.ts";
import { MessageParser } from "./grammar/message_parser.ts";
import { joinParts, type Part } from "./grammar/part.ts";
import { PlainTextParser } from "./grammar/plain_text.ts";
import { REQUEST, RESPONSE } from "./grammar/roles.ts";
import type { Protocol } from "./lane.ts";
import { type Message, send, type Sending } from "./sender.ts";

/** A server that can be asked. */
export interface AskedServer {
  /** Its name. */
  readonly name: string;
  /** Its port. */
  readonly port: number;
  /** How its bytes are read. */
  readonly protocol: Protocol;
  /** Gives its calls on the connection of a client; see `CallLog`. */
  callsOf(clientPort: number): readonly string[] | undefined;
}

/** The answer of a server. */
export interface Received {
  /** The server. */
  readonly name: string;
  /** Its port. */
  readonly port: number;
  /** All bytes, up to a limit. */
  readonly bytes: Uint8Array;
  /** Their labels. */
  readonly parts: readonly Part[];
  /** How the connection ended, and when. */
  readonly ending: string;
  /** The calls of the server; `undefined` if it is not watched. */
  readonly calls?: readonly string[];
  /** The reason if the answer is missing. */
  readonly error?: string;
}

/** How long a server may be silent before its answer is complete, in ms. */
const SILENCE_MS = 1000;

/** How long to wait for more after a complete answer, in milliseconds. */
const SETTLE_MS = 100;

/**
 * Asks one server.
 *
 * @param server The server.
 * @param message What to send.
 * @returns Its answer.
 */
export async function ask(
  server: AskedServer,
  message: Message,
): Promise<Received> {
  const { name, port } = server;
  const begun = performance.now();
  try {
    const sending = await send(port, message);
    const reading = new Reading(message, sending, server.protocol);
    const how = await reading.end();
    const time = Math.round(performance.now() - begun);
    sending.close();
    // The last calls are made when the client has gone.
    await pause(SETTLE_MS);
    const calls = server.callsOf(sending.port);
    const { bytes, parts } = reading;
    const ending = `${how} after ${time} ms`;
    return { name, port, bytes, parts, ending, calls };
  } catch (error) {
    const { message } = error as Error;
    const bytes = new Uint8Array();
    return { name, port, bytes, parts: [], ending: "", error: message };
  }
}

/** Reads the answers to a message. */
class Reading {
  readonly #sending: Sending;
  readonly #exchanges = new Exchanges();
  readonly #parser: MessageParser | PlainTextParser;
  readonly #parts: Part[] = [];
  /** After a half-close, the server is expected to close as well. */
  readonly #hasHalfClosed: boolean;
  #read = 0;

  constructor(
    { bytes, end }: Message,
    sending: Sending,
    protocol: Protocol,
  ) {
    this.#sending = sending;
    this.#parser = protocol === "text"
      ? new PlainTextParser()
      : new MessageParser(RESPONSE, this.#exchanges);
    this.#hasHalfClosed = end === "half-close";
    new MessageParser(REQUEST, this.#exchanges).feed(bytes);
  }

  get bytes(): Uint8Array {
    return join(this.#sending.received);
  }

  get parts(): Part[] {
    const open = this.#parser.openParts();
    return joinParts([...this.#parts, ...this.#parser.takeParts(), ...open]);
  }

  /** Waits until the answers are complete, or the connection is over. */
  async end(): Promise<"closed" | "still open"> {
    const { sent, ended, received } = this.#sending;
    let isClosed = false;
    ended.then(() => isClosed = true);
    await Promise.race([sent, ended]);
    for (;;) {
      const before = received.length;
      const patience = this.#isComplete() && !this.#hasHalfClosed
        ? SETTLE_MS
        : SILENCE_MS;
      await Promise.race([ended, this.#sending.more(), pause(patience)]);
      this.#isComplete();
      if (isClosed) {
        this.#parser.end(false);
        return "closed";
      }
      if (received.length === before) return "still open";
    }
  }

  /** Reads the new bytes, and tells whether every request is answered. */
  #isComplete(): boolean {
    const { received } = this.#sending;
    for (; this.#read < received.length; this.#read++) {
      this.#parser.feed(received[this.#read]);
      this.#parts.push(...this.#parser.takeParts());
    }
    return this.#exchanges.open === 0 && this.#parser.isBetweenMessages;
  }
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(
    chunks.reduce((sum, { length }) => sum + length, 0),
  );
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.length;
  }
  return all;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
