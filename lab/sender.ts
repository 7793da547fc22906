/**
 * Sends a message as the editor describes it: in pieces, with pauses, and with
 * an end of the sender's choice.
 *
 * @module
 */

import { connect, type Socket } from "node:net";
import type { MessageEnd, Piece } from "./page_requests.ts";

/** A message and the way it is sent. */
export interface Message {
  /** The bytes, as they travel. */
  readonly bytes: Uint8Array;
  /** The offsets at which it is cut; one piece by default. */
  readonly splitAt?: readonly number[];
  /** Whether each byte is a piece of its own. */
  readonly everyByte?: boolean;
  /** The pause between two pieces, in milliseconds. */
  readonly delayMs?: number;
  /** Pieces with a pause before each, in place of the three above. */
  readonly pieces?: readonly Piece[];
  /** The end after the last byte. */
  readonly end: MessageEnd;
}

/** A message that is under way. */
export interface Sending {
  /** The sender's own port, by which the relay knows it. */
  readonly port: number;
  /** The bytes received so far. */
  readonly received: Uint8Array[];
  /** Settles when the last byte has been sent. */
  readonly sent: Promise<void>;
  /** Settles when the connection is over. */
  readonly ended: Promise<void>;
  /** Settles when more has been received. */
  more(): Promise<void>;
  /** Closes the connection. */
  close(): void;
}

/** How long a connection stays open without any news, in milliseconds. */
const IDLE_MS = 30_000;

/** The pause of a slow client after each read, in milliseconds. */
const SLOW_MS = 100;

/** How much of what is received is kept, in bytes. */
const MAX_RECEIVED = 1 << 20;

/**
 * Connects, and begins to send. The answer is read, so that the server can go
 * on.
 *
 * @param port The port of the relay or the server.
 * @param message What to send.
 * @returns The connection; it ends when the server closes, or after 30 s of
 * silence.
 * @throws {Error} If the connection is refused.
 */
export async function send(port: number, message: Message): Promise<Sending> {
  const socket = connect({
    host: "127.0.0.1",
    port,
    allowHalfOpen: true,
    noDelay: true,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      resolve();
    });
  });
  const received: Uint8Array[] = [];
  const sent = sendPieces(socket, message).catch(() => void socket.destroy());
  // After the server's end of file, the rest is sent nevertheless.
  socket.on("end", () => void sent.then(() => socket.end()));
  const ended = watch(socket, message.end, received);
  return {
    port: socket.localPort!,
    received,
    sent,
    ended,
    more: () => new Promise((resolve) => socket.once("data", () => resolve())),
    close: () => void socket.destroy(),
  };
}

/**
 * Cuts a message as it asks to be cut.
 *
 * @param message The message.
 * @returns Its pieces, each with the pause before it.
 */
export function piecesOf(message: Message): Piece[] {
  const { bytes, splitAt = [], everyByte, delayMs = 0 } = message;
  if (message.pieces) return [...message.pieces];
  if (everyByte) {
    return Array.from(bytes, (_, index) => ({
      size: 1,
      pauseMs: index === 0 ? 0 : delayMs,
    }));
  }
  const cuts = splitAt.filter((at) => at > 0 && at < bytes.length);
  const ends = [...new Set(cuts), bytes.length].sort((a, b) => a - b);
  return ends.map((end, index) => ({
    size: end - (ends[index - 1] ?? 0),
    pauseMs: index === 0 ? 0 : delayMs,
  }));
}

async function sendPieces(socket: Socket, message: Message): Promise<void> {
  let offset = 0;
  for (const { size, pauseMs } of piecesOf(message)) {
    if (pauseMs > 0) await pause(pauseMs);
    const piece = message.bytes.subarray(offset, offset + size);
    if (piece.length > 0) await write(socket, piece);
    offset += size;
  }
  if (message.end === "half-close") socket.end();
  if (message.end !== "reset") return;
  // The relay must have read the last piece before the reset discards it.
  await pause(Math.max(message.delayMs ?? 0, 1));
  socket.resetAndDestroy();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function write(socket: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(bytes, (error) => error ? reject(error) : resolve());
  });
}

/**
 * Reads to the end, at once or slowly, or reads nothing; silence for too long is
 * an end as well.
 */
function watch(
  socket: Socket,
  end: MessageEnd,
  received: Uint8Array[],
): Promise<void> {
  let total = 0;
  socket.setTimeout(IDLE_MS, () => socket.destroy());
  if (end !== "stall") {
    socket.on("data", (chunk: Uint8Array) => {
      total += chunk.length;
      if (total <= MAX_RECEIVED) received.push(chunk.slice());
      if (end !== "slow") return;
      socket.pause();
      setTimeout(() => socket.resume(), SLOW_MS);
    });
  }
  socket.on("error", () => socket.destroy());
  return new Promise((resolve) => socket.once("close", () => resolve()));
}
