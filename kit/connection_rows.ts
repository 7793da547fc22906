/**
 * The connections in the message of a failing test: the server's calls on the one
 * that failed, and one line for each of the others.
 *
 * @module
 */

import type { Symptom } from "./failure.ts";
import { currentRun, type Opened, type TaskRun } from "./task_run.ts";
import type { Transcript } from "./transcript.ts";

/** The connections of a test at the time of a failure. */
export interface Scene {
  /** The connection that failed. */
  readonly transcript?: Transcript;
  /** The log of its server; lines may follow at the end of the test. */
  readonly log?: readonly string[];
  /** Whether a line of the log is about another row of the table. */
  isAboutOtherRow?(line: string): boolean;
  /** The server's calls on the connection that failed. */
  readonly server?: string;
  /** One line for each of the other connections. */
  readonly others?: string;
  /** The programs of the test that were asked for. */
  readonly programs?: string;
  /** A cause that the server's own calls prove. */
  readonly cause?: string;
  /** A cause that they suggest. */
  readonly guess?: string;
}

/** How many lines of a program are shown. */
const MAX_PROGRAM_LINES = 12;

/** How many of the other connections are shown. */
const MAX_OTHERS = 4;

/** The symptoms for which the server's side of the connection matters. */
const SYMPTOMS: readonly (Symptom | undefined)[] = [
  "silence",
  "no end",
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
    transcript: failed,
    // After a silence, only the end of the test makes the server log more.
    log: symptom === "silence" ? [...run.log] : run.log,
    isAboutOtherRow: otherRows(failed, run),
    server: serverRow(symptom, failed, run),
    others: otherConnections(failed, run),
    programs: programRows(failed, run),
    cause: provenCause(symptom, failed, run),
    guess: suggestedCause(symptom, failed, run),
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
  const isAboutCalls = symptom === "thrown" || SYMPTOMS.includes(symptom);
  if (!isAboutCalls) return undefined;
  const calls = run.callsFor(transcript);
  const clients = symptom === "thrown" ? run.clientCalls : [];
  if ([calls, ...clients].some((one) => one?.hasClosedDuringWrite)) {
    return "the connection was closed while write() was still sending: await " +
      "each write() before you close";
  }
  const sent = transcript?.total("sent") ?? 0;
  if (calls && symptom === "reset" && calls.bytesRead < sent) {
    return "closing with unread input resets: half-close, drain, then close";
  }
}

function suggestedCause(
  symptom: Symptom | undefined,
  transcript: Transcript | undefined,
  run: TaskRun,
): string | undefined {
  const calls = run.callsFor(transcript);
  if (symptom !== "silence" || !calls?.isReading) return undefined;
  const hasAll = calls.bytesRead === transcript?.total("sent");
  return hasAll && calls.bytesRead > 0 && calls.bytesWritten === 0
    ? "the server waits for more, but the client has sent everything: it reads " +
      "to the end of file, or does not notice the end of the message"
    : undefined;
}

/**
 * Rows run at the same time, or one after another on the same server: its log
 * tells of them all, and names a client or a program.
 */
function otherRows(
  transcript: Transcript | undefined,
  run: TaskRun,
): (line: string) => boolean {
  const ofRow = run.connectionsOfRow;
  const clients = run.connections
    .filter((connection) => !ofRow.includes(connection))
    .map(({ localAddr }) => `${localAddr.hostname}:${localAddr.port} `);
  const programs = clients.length === 0
    ? []
    : [...run.programNames].filter((name) => !transcript?.hasSent(`/${name}`))
      .map((name) => `/${name}: `);
  return (line) =>
    clients.some((client) => line.startsWith(client)) ||
    programs.some((program) => line.includes(program));
}

/** One line for every connection of the row but the one that failed. */
function otherConnections(
  transcript: Transcript | undefined,
  run: TaskRun,
): string | undefined {
  const others = run.connectionsOfRow
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

/** The programs whose names occur in the request, with their texts. */
function programRows(
  transcript: Transcript | undefined,
  run: TaskRun,
): string | undefined {
  const asked = [...run.programs].filter(([name]) =>
    transcript?.hasSent(`/${name}`)
  );
  const lines = asked.flatMap(([name, text]) => {
    const all = text.trim().split("\n");
    const shown = all.slice(0, MAX_PROGRAM_LINES).map((line) => `  ${line}`);
    const hidden = all.length - shown.length;
    return [
      `${name}:`,
      ...shown,
      ...(hidden > 0 ? [`  … ${hidden} lines`] : []),
    ];
  });
  return lines.length > 0 ? lines.join("\n") : undefined;
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
