/**
 * The server that the tests of `ask` talk to, and what they expect of `ask`.
 *
 * @module
 */

import {
  expectThat,
  Failure,
  SILENCE_MS,
  visible,
  within,
} from "../../../kit/mod.ts";
import { ask, type AskOptions } from "../client.ts";

/** A command that asks a server on port 8000. */
export const TRY = 'deno run -A exercises/01_tcp/client.ts "can you hear me?"';

/** When a peer last read or wrote something, as `performance.now()`. */
let movedAt = 0;

/**
 * Reads to the end of file, as text.
 *
 * @param connection The connection.
 * @returns The text.
 */
export async function readText(connection: Deno.TcpConn): Promise<string> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(64 * 1024);
  let text = "";
  for (;;) {
    const count = await connection.read(buffer);
    movedAt = performance.now();
    if (count === null) return text;
    text += decoder.decode(buffer.subarray(0, count), { stream: true });
  }
}

/**
 * Writes everything, however little each write takes.
 *
 * @param connection The connection.
 * @param bytes The bytes.
 */
export async function writeWhole(
  connection: Deno.TcpConn,
  bytes: Uint8Array,
): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += await connection.write(bytes.subarray(written));
    movedAt = performance.now();
  }
}

/**
 * Calls `ask`, which must return in time: bytes may move for as long as they need.
 *
 * @param message The message.
 * @param options The address of the server.
 * @param likely The likely cause if `ask` does not return.
 * @returns The answer.
 */
export async function answerOf(
  message: string,
  options: AskOptions,
  likely?: string,
): Promise<string> {
  const pending = Symbol();
  const answering = ask(message, options);
  movedAt = performance.now();
  for (let left = SILENCE_MS; left > 0;) {
    const answer = await within(answering, left, pending);
    if (answer !== pending) return answer as string;
    left = movedAt + SILENCE_MS - performance.now();
  }
  throw new Failure(`ask() has not returned within ${SILENCE_MS} ms`, {
    symptom: "late",
    expected: "ask() returns the answer when the server has closed",
    likely,
  });
}

/**
 * Expects the answer that `ask` has returned.
 *
 * @param answer The answer.
 * @param expected What the server wrote.
 * @param likely The likely cause of another answer.
 */
export function expectAnswer(
  answer: string,
  expected: string,
  likely?: string,
): void {
  expectThat(answer === expected, `ask returned ${visible(answer)}`, {
    expected: visible(expected),
    likely,
  });
}

/**
 * Expects that nothing of a long text is missing.
 *
 * @param what Who has how much: "the server has received".
 * @param found The number of characters.
 * @param expected How many there should be.
 * @param likely The likely cause if some are missing.
 */
export function expectLength(
  what: string,
  found: number,
  expected: number,
  likely?: string,
): void {
  const headline = `${what} ${found} of ${expected} characters`;
  expectThat(found === expected, headline, { expected: "all of them", likely });
}

/**
 * Expects that a promise is rejected in time, with an error of a class.
 *
 * @param promise The promise.
 * @param ErrorClass The class.
 * @param likely The likely cause if the promise is pending, has a result, or is
 * rejected with TimedOut although that is not the class.
 */
export async function expectError(
  promise: Promise<unknown>,
  ErrorClass: new (message?: string) => Error,
  likely: { pending?: string; result?: string; timedOut?: string } = {},
): Promise<void> {
  const expected = `an error of the class ${ErrorClass.name}`;
  const late = Symbol();
  let settled: unknown;
  try {
    settled = await within(promise, SILENCE_MS, late);
  } catch (thrown) {
    if (thrown instanceof ErrorClass) return;
    throw new Failure("another error was thrown", {
      symptom: "thrown",
      thrown,
      expected,
      likely: thrown instanceof Deno.errors.TimedOut
        ? likely.timedOut
        : undefined,
    });
  }
  const result = settled === late
    ? `nothing within ${SILENCE_MS} ms`
    : settled === undefined
    ? "success"
    : `the result "${settled}"`;
  throw new Failure(`no error, but ${result}`, {
    expected,
    likely: settled === late ? likely.pending : likely.result,
  });
}
