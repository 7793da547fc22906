/**
 * What a failing test says about the connections of a test: what the server
 * did with the one that failed, and one line for each of the others.
 *
 * @module
 */

import type { Symptom } from "./failure.ts";
import { currentRun, type Opened, type TaskRun } from "./task_run.ts";
import type { Transcript } from "./transcript.ts";

/** The connections of a test at the time of a failure. */
export interface Scene {
  /** What the server did with the connection that failed. */
  readonly server?: string;
  /** One line for each of the other connections. */
  readonly others?: string;
  /** A cause that the server's own calls prove. */
  readonly cause?: string;
}

/** How many of the other connections are shown. */
const MAX_OTHERS = 4;

/** The symptoms for which the server's side of the connection matters. */
const SYMPTOMS: readonly (Symptom | undefined)[] = [
  "silence",
  "end of file",
  "reset",
  "unread",
  "late",
];

/**
 * Records the connections of the running test. It has to happen before the test
 * closes them.
 *
 * @param symptom What went wrong.
 * @param transcript The connection that failed; by default the last one used.
 * @returns The record.
 */
export function sceneOf(
  symptom: Symptom | undefined,
  transcript?: Transcript,
): Scene {
  const run = currentRun();
  if (!run) return {};
  const failed = transcript ?? run.lastUsed;
  return {
    server: serverRow(symptom, failed, run),
    others: otherConnections(failed, run),
    cause: provenCause(symptom, failed, run),
  };
}

function serverRow(
  symptom: Symptom | undefined,
  transcript: Transcript | undefined,
  run: TaskRun,
): string | undefined {
  if (!SYMPTOMS.includes(symptom) || !transcript) return undefined;
  const calls = run.callsFor(transcript);
  if (calls) return calls.describe(transcript.total("sent"));
  if (!run.isWatchingAccepts) return undefined;
  return run.pendingAccepts > 0
    ? "has not accepted this connection"
    : "has not accepted this connection, and does not wait in accept()";
}

function provenCause(
  symptom: Symptom | undefined,
  transcript: Transcript | undefined,
  run: TaskRun,
): string | undefined {
  const calls = transcript && run.callsFor(transcript);
  const isAboutCalls = symptom === "thrown" || SYMPTOMS.includes(symptom);
  if (!calls || !isAboutCalls) return undefined;
  if (calls.hasClosedDuringWrite) {
    return "the connection was closed while write() was still sending: await " +
      "each write() before you close";
  }
  if (symptom === "reset" && calls.bytesRead < transcript.total("sent")) {
    return "closing with unread input resets: half-close, drain, then close";
  }
}

/** One line for every connection of the test but the one that failed. */
function otherConnections(
  transcript: Transcript | undefined,
  run: TaskRun,
): string | undefined {
  const others = run.connections
    .map((connection, index) => ({ connection, number: index + 1 }))
    .filter(({ connection }) => connection.transcript !== transcript);
  if (others.length === 0) return undefined;
  const shown = others.length > MAX_OTHERS + 1
    ? others.slice(-MAX_OTHERS)
    : others;
  const lines = shown.map(({ connection, number }) =>
    `connection ${number}: ${summary(connection)}`
  );
  const hidden = others.length - shown.length;
  return [...(hidden > 0 ? [`${hidden} earlier connections`] : []), ...lines]
    .join("\n");
}

function summary({ transcript }: Opened): string {
  const { lastRemark } = transcript;
  return [
    `sent ${count(transcript.total("sent"))}`,
    `received ${count(transcript.total("received"))}`,
    ...(lastRemark === undefined ? [] : [lastRemark]),
  ].join(", ");
}

function count(bytes: number): string {
  if (bytes === 0) return "nothing";
  return bytes === 1 ? "1 byte" : `${bytes} bytes`;
}
