/**
 * A client that is in no hurry.
 *
 * @module
 */

import type { Connection } from "./connection.ts";
import { Failure } from "./failure.ts";

/**
 * Sends a byte every 20 ms until something comes; that must be in time.
 *
 * @param connection Where; it is left to the caller to read what has come.
 */
export async function dripUntilAnswered(connection: Connection): Promise<void> {
  let outcome: string | undefined;
  const answered = connection.more().then((result) => outcome = result);
  while (outcome === undefined) await connection.sendPieces(["a"], 20);
  await answered;
  if (outcome !== "silence") return;
  throw new Failure(
    `no answer within ${connection.silenceMs} ms, a byte every 20 ms`,
    {
      transcript: connection.transcript,
      expected: "408 when the time is over, whether bytes come or not",
    },
  );
}
