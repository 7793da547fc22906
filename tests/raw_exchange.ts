/**
 * One exchange over TCP without the kit's record of it, for tests that make
 * tens of thousands of them.
 *
 * @module
 */

import { concat, pause, type RawResponse } from "../kit/mod.ts";
import { readResponse } from "../kit/response.ts";
import { Transcript } from "../kit/transcript.ts";
import { writeAll } from "../solutions/01_tcp/write_all.ts";
import { decodeLatin1 } from "../solutions/02_http/syntax.ts";

/**
 * Sends pieces, half-closes the connection, and reads everything up to its end.
 *
 * @param addr The address of the server.
 * @param pieces What to send; there is time between them for an answer.
 * @returns What was received; a reset ends it like an end of file.
 */
export async function exchange(
  addr: Deno.NetAddr,
  pieces: readonly Uint8Array[],
): Promise<Uint8Array<ArrayBuffer>> {
  const { hostname, port } = addr;
  using connection = await Deno.connect({ hostname, port });
  connection.setNoDelay();
  const receiving = receiveAll(connection);
  try {
    for (const [index, piece] of pieces.entries()) {
      if (piece.length === 0) continue;
      if (index > 0) await pause(0);
      await writeAll(connection, piece);
    }
    await connection.closeWrite();
  } catch {
    // After a refusal the server need not accept more.
  }
  return await receiving;
}

async function receiveAll(
  connection: Deno.TcpConn,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = new Uint8Array(4096);
    const count = await connection.read(chunk).catch(() => null);
    if (count === null) return concat(chunks);
    chunks.push(chunk.subarray(0, count));
  }
}

/** The parts of an answer that can be compared. */
export interface Answer {
  /** The status code. */
  readonly status: number;
  /** The reason-phrase. */
  readonly reason: string;
  /** The field lines in their order, without Date, as text. */
  readonly fields: string;
  /** The body without its framing, decoded as Latin-1. */
  readonly body: string;
  /** What ended the body, or what is malformed. */
  readonly end: string;
}

/**
 * Reads answers, strictly.
 *
 * @param bytes Everything that was received.
 * @returns The answers; the last one tells what is malformed, if anything is.
 */
export async function readAnswers(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Answer[]> {
  let consumed = 0;
  const source = {
    transcript: new Transcript(),
    get unread() {
      return bytes.subarray(consumed);
    },
    get consumed() {
      return consumed;
    },
    more: () => Promise.resolve("end of file" as const),
    take: (count: number) => bytes.slice(consumed, consumed += count),
  };
  const answers: Answer[] = [];
  while (consumed < bytes.length) {
    try {
      answers.push(toAnswer(await readResponse(source)));
    } catch (error) {
      const end = error instanceof Error ? error.message : "malformed";
      const malformed = { status: 0, reason: "", fields: "", body: "", end };
      return [...answers, malformed];
    }
  }
  return answers;
}

function toAnswer(response: RawResponse): Answer {
  const { status, reason, fieldLines, body, framing } = response;
  const fields = fieldLines.filter(({ name }) => !/^date$/i.test(name))
    .map(({ name, value }) => `${name}: ${value}`).join("\n");
  return { status, reason, fields, body: decodeLatin1(body), end: framing };
}
