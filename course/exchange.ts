/**
 * One exchange with a server: sends bytes in pieces, and reads until the answer
 * is complete. Sending and reading run side by side, since a server may answer
 * before it has read everything.
 *
 * @module
 */

import { concat, Connection, Failure, within } from "../kit/mod.ts";
import { SEND } from "./texts.ts";

/** The bytes to send, and how to send them. */
export interface ExchangeOptions {
  /** The port of the server, on this machine. */
  readonly port: number;
  /** The bytes to send, each piece in a write of its own. */
  readonly pieces: readonly Uint8Array[];
  /** How long to wait between pieces, in milliseconds. */
  readonly delayMs: number;
  /** Whether to half-close after the last piece. */
  readonly halfClose: boolean;
  /** Whether to read to the end of file, even if the answer is complete. */
  readonly toEnd: boolean;
  /** How long the answer may take after the last piece; 10 000 ms by default. */
  readonly deadlineMs?: number;
}

/** The result of an exchange. */
export interface ExchangeResult {
  /** The bytes that were sent and received, as lines for a person. */
  readonly lines: readonly string[];
  /** Why the answer is not complete; `undefined` if it is. */
  readonly reason?: string;
}

/** After a malformed byte: how long to wait for the rest, in milliseconds. */
const REST_MS = 200;

/** How many bytes of an answer are kept in memory at most. */
const MAX_BYTES = 16 * 1024 * 1024;

/** The result of a pause that the answer has ended. */
const ANSWERED = Symbol("answered");

/**
 * Connects, sends, and reads the answer.
 *
 * @param options The bytes to send, and the port.
 * @returns The bytes that travelled, and whether the answer is complete.
 * @throws {Failure} If no server listens on that port.
 */
export async function exchange(
  options: ExchangeOptions,
): Promise<ExchangeResult> {
  const { port, pieces, delayMs, deadlineMs = 10_000 } = options;
  const totalMs = deadlineMs + pieces.length * delayMs;
  const connection = await Connection.open(
    { transport: "tcp", hostname: "127.0.0.1", port },
    { silenceMs: 2 * totalMs },
  );
  const answered = Promise.withResolvers<typeof ANSWERED>();
  const sending = sendPieces(connection, options, answered.promise);
  const reading = readAnswer(connection, options).catch(toFailure);
  const failure = await inTime(connection, reading, totalMs);
  answered.resolve(ANSWERED);
  const lines = connection.transcript.render(failure?.details.mark);
  await connection.destroy();
  await sending;
  return { lines, reason: failure?.message };
}

/** Sends everything; how it ended is in the transcript. */
async function sendPieces(
  connection: Connection,
  { pieces, delayMs, halfClose }: ExchangeOptions,
  answered: Promise<typeof ANSWERED>,
): Promise<void> {
  try {
    for (const [index, piece] of pieces.entries()) {
      const delay = index > 0 ? delayMs : 0;
      if (await within(answered, delay, undefined) === ANSWERED) return;
      await connection.send(piece);
    }
    if (!halfClose) return;
    if (await within(answered, delayMs, undefined) === ANSWERED) return;
    await connection.closeWrite();
  } catch {
    // The server has closed; what it has answered decides.
  }
}

/** Returns when the answer is complete. */
async function readAnswer(
  connection: Connection,
  { pieces, toEnd }: ExchangeOptions,
): Promise<void> {
  if (toEnd || !await isHttp(connection)) {
    const answer = await connection.readToEnd();
    if (answer.length === 0) throw new Failure(SEND.noAnswer);
    return;
  }
  const isHead = /^HEAD /.test(new TextDecoder().decode(concat(pieces)));
  const method = isHead ? "HEAD" : undefined;
  try {
    for (;;) {
      const { status } = await connection.readResponse({ method });
      // An interim response is followed by the final one.
      if (status >= 200 || status === 101) return;
    }
  } catch (error) {
    await readRest(connection);
    throw error;
  }
}

/** Whether the answer begins as HTTP does; an empty one does not. */
async function isHttp(connection: Connection): Promise<boolean> {
  const start = "HTTP/";
  for (;;) {
    const text = new TextDecoder().decode(connection.unread.slice(0, 5));
    if (text === start) return true;
    if (!start.startsWith(text)) return false;
    if (await connection.more() !== "bytes") return false;
  }
}

/** The bytes after a malformed one often explain it. */
async function readRest(connection: Connection): Promise<void> {
  connection.silenceMs = REST_MS;
  while (await connection.more() === "bytes") {
    connection.take(connection.unread.length);
  }
}

/** Waits for the answer, within the limits of time and memory. */
async function inTime(
  connection: Connection,
  reading: Promise<Failure | void>,
  totalMs: number,
): Promise<Failure | void> {
  const giveUp = Date.now() + totalMs;
  const stillReading = Symbol();
  while (Date.now() < giveUp) {
    const result = await within(reading, 50, stillReading);
    if (result !== stillReading) return result as Failure | void;
    if (connection.transcript.total("received") > MAX_BYTES) {
      return new Failure(SEND.tooLong(MAX_BYTES));
    }
  }
  return new Failure(SEND.late);
}

function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}
