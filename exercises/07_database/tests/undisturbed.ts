/**
 * Notices whether the server keeps the whole program waiting, for the tests.
 *
 * @module
 */

import { Failure, pause } from "../../../kit/mod.ts";

/** Long enough for a request to have reached the locked file. */
const PAUSE_MS = 150;

/** How long a server may keep everything else waiting, in milliseconds. */
const LATE_MS = 800;

/** Lets time pass; the server and the test are parts of one program. */
export async function pauseUndisturbed(): Promise<void> {
  const before = performance.now();
  await pause(PAUSE_MS);
  const ms = Math.round(performance.now() - before);
  if (ms < PAUSE_MS + LATE_MS) return;
  throw new Failure(`no request was served for ${ms} ms`, {
    expected: "while a request waits for the file, all others are served",
    likely:
      "busy_timeout: with it, SQLite waits and nothing else runs. Leave " +
      "it at 0, and when SQLite says SQLITE_BUSY, await a timer of some " +
      "milliseconds and try again",
  });
}
