/**
 * A client that sends very slowly.
 *
 * @module
 */

import type { Connection } from "./connection.ts";
import { Failure } from "./failure.ts";

/**
 * Sends a byte every 20 ms until the server answers, which must happen in time.
 *
 * @param connection The connection; the caller then reads the answer.
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
      symptom: "silence",
      expected: "408 at the deadline, even if bytes still arrive",
    },
  );
}
