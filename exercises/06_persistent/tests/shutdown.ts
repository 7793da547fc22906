/**
 * Helpers of the tests of `shutdown()`.
 *
 * @module
 */

import {
  type Connection,
  Failure,
  get,
  type ServerUnderTest,
  SILENCE_MS,
  within,
} from "../../../kit/mod.ts";

/** Why a request in progress is answered. */
export const SHUTDOWN = "RFC 9112 section 9.6: a client without an answer " +
  "cannot know whether its request was executed, so answer what has begun";

/**
 * Begins to stop a server, and does not wait.
 *
 * @param server The server.
 * @returns Settles when it has stopped.
 */
export function beginShutdown(server: ServerUnderTest): Promise<void> {
  const stopped = server.shutdown();
  // A failure shows when the test waits for it.
  stopped.catch(() => {});
  return stopped;
}

/**
 * Expects that a new client gets no answer.
 *
 * @param server A server that is stopping.
 */
export async function expectTurnedAway(server: ServerUnderTest): Promise<void> {
  let connection: Connection;
  try {
    connection = await server.connect();
    await connection.send(get("/new"));
  } catch (error) {
    if (error instanceof Failure) return;
    throw error;
  }
  const outcome = await connection.more();
  if (outcome === "end of file" || outcome === "reset") return;
  throw new Failure("a new client is still accepted", {
    transcript: connection.transcript,
    expected: "shutdown() closes the listener at once",
  });
}

/**
 * Expects that a server does not stop while a request is in progress.
 *
 * @param stopped The promise of `shutdown()`.
 * @param connection The connection of that request.
 */
export async function expectRunning(
  stopped: Promise<void>,
  { transcript }: Connection,
): Promise<void> {
  const running = Symbol();
  // Long enough for a server that does not wait to have stopped.
  if (await within(stopped, 10, running) === running) return;
  throw new Failure("shutdown() has ended before the answer was sent", {
    transcript,
    expected: "shutdown() waits for requests in progress",
    likely: "every connection is cut at once, as serveTcp of stage 01 does: " +
      "one with a request in progress only gets to know that its next answer " +
      "is the last; or `finished` does not wait for the connections",
  });
}

/**
 * Expects that a server has stopped, or does so in time.
 *
 * @param stopped The promise of `shutdown()`.
 */
export async function expectStopped(stopped: Promise<void>): Promise<void> {
  const late = Symbol();
  if (await within(stopped, SILENCE_MS, late) !== late) return;
  throw new Failure(`the server has not stopped after ${SILENCE_MS} ms`, {
    symptom: "late",
    expected: "shutdown() ends when the last answer has been sent",
  });
}
