/**
 * How a connection fails: silence, a reset, an early end, input that is not
 * read. Each has its own words.
 *
 * @module
 */

import { type Explanation, Failure } from "./failure.ts";
import type { Transcript } from "./transcript.ts";

/** The result of a read. */
export type ReadOutcome = "bytes" | "end of file" | "reset" | "silence";

const READS_ON = "the server reads until the client has sent everything";

/**
 * No server listens at an address.
 *
 * @param addr The address.
 * @param thrown The error of connecting.
 * @returns The failure.
 */
export function notListening(addr: Deno.NetAddr, thrown: unknown): Failure {
  const { hostname, port } = addr;
  const reason = thrown instanceof Error ? thrown.name : `${thrown}`;
  return new Failure(`no server listens on ${hostname}:${port} (${reason})`, {
    expected: "the server accepts connections as soon as it has started",
    guess: "the listener was closed, or server.addr is not its address",
  });
}

/**
 * A read brought no bytes where more were expected.
 *
 * @param transcript The connection.
 * @param outcome The result of the read.
 * @param explanation What was expected, and the likely causes.
 * @returns The failure.
 */
export function brokenRead(
  transcript: Transcript,
  outcome: Exclude<ReadOutcome, "bytes">,
  explanation: Explanation,
): Failure {
  const headline = {
    "silence": transcript.total("received") === 0
      ? "the server neither answers nor closes the connection"
      : "the server neither sends more nor closes the connection",
    "reset": "the server reset the connection",
    "end of file": "the server closed the connection too early",
  }[outcome];
  const hasReceived = transcript.total("received") > 0;
  const symptom = outcome === "silence" && hasReceived ? "no end" : outcome;
  return new Failure(headline, { transcript, symptom, ...explanation });
}

/**
 * The server has not read for so long that the kernel takes no more.
 *
 * @param transcript The connection.
 * @param ms How long the client has waited, in milliseconds.
 * @param explanation What was expected, and the likely causes.
 * @returns The failure.
 */
export function stalledWrite(
  transcript: Transcript,
  ms: number,
  explanation: Explanation,
): Failure {
  transcript.remark("sent", `stuck for ${ms} ms`);
  return new Failure("the server does not read what the client sends", {
    transcript,
    symptom: "unread",
    expected: READS_ON,
    ...explanation,
  });
}

/**
 * The server has closed while the client was sending.
 *
 * @param transcript The connection.
 * @param explanation What was expected, and the likely causes.
 * @returns The failure.
 */
export function writeRefused(
  transcript: Transcript,
  explanation: Explanation,
): Failure {
  transcript.remark("sent", "the server no longer takes it");
  return new Failure("the server closed while the client was sending", {
    transcript,
    symptom: "unread",
    expected: READS_ON,
    ...explanation,
  });
}

/**
 * Bytes follow where the connection should have ended.
 *
 * @param transcript The connection.
 * @param offset Where the first of them is.
 * @param count How many there are.
 * @param explanation What was expected, and the likely causes.
 * @returns The failure.
 */
export function excess(
  transcript: Transcript,
  offset: number,
  count: number,
  explanation: Explanation,
): Failure {
  const what = count === 1 ? "1 byte follows" : `${count} bytes follow`;
  return new Failure(`${what} the end of the response`, {
    transcript,
    symptom: "excess",
    mark: { offset, note: "the response ends here" },
    guess: "Content-Length is too small (it counts bytes), or the answer has " +
      "a body where no body is allowed: HEAD, 1xx, 204, 304",
    ...explanation,
  });
}
