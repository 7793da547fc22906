/**
 * Sends the same message to several servers, and finds where their answers and
 * their calls differ.
 *
 * @module
 */

import { visible } from "../kit/mod.ts";
import { ask, type AskedServer, type Received } from "./ask_server.ts";
import type { Answer, Comparison, Difference } from "./page_requests.ts";
import type { Message } from "./sender.ts";

/** How much of an answer is shown, in bytes. */
const MAX_SHOWN = 1 << 14;

/**
 * Asks several servers.
 *
 * @param servers The servers; the first is the one that matters.
 * @param message What to send.
 * @returns Their answers.
 */
export async function compare(
  servers: readonly AskedServer[],
  message: Message,
): Promise<Comparison> {
  const received = await Promise.all(
    servers.map((server) => ask(server, message)),
  );
  const [first, ...others] = received;
  const differences = Object.fromEntries(
    others.flatMap((other) => {
      const difference = findDifference(first, other);
      return difference ? [[other.name, difference]] : [];
    }),
  );
  return { answers: received.map(toAnswer), differences };
}

function toAnswer({ bytes, ...answer }: Received): Answer {
  const total = bytes.length;
  const shown = bytes.subarray(0, MAX_SHOWN).toBase64();
  return { ...answer, total, bytes: shown };
}

/** The clock is not what is compared: the value of Date counts as equal. */
function findDifference(
  first: Received,
  other: Received,
): Difference | undefined {
  if (first.error || other.error) return undefined;
  const [one, two] = [withoutDates(first), withoutDates(other)];
  let at = 0;
  while (at < one.length && one[at] === two[at]) at++;
  const isSame = at === one.length && at === two.length;
  const says = [
    ...isSame ? [] : describeAnswers(first, other, at),
    ...describeEndings(first, other),
    ...describeCalls(first, other),
  ];
  return says.length === 0
    ? undefined
    : { offset: isSame ? undefined : at, says };
}

function withoutDates({ bytes, parts }: Received): Uint8Array {
  const copy = bytes.slice();
  for (const { kind, about, start, end } of parts) {
    if (kind === "field-value" && about === "date") copy.fill(0, start, end);
  }
  return copy;
}

function describeAnswers(
  first: Received,
  other: Received,
  at: number,
): string[] {
  const [own, theirs] = [summarize(first), summarize(other)];
  const says: string[] = [];
  for (const name of new Set([...own.keys(), ...theirs.keys()])) {
    const [a, b] = [own.get(name), theirs.get(name)];
    if (name === "date" || a === b) continue;
    says.push(`${name}: here ${a ?? "none"}, there ${b ?? "none"}`);
  }
  if (says.length > 0) return says;
  const [here, there] = [first, other].map(({ bytes }) =>
    visible(bytes.subarray(Math.max(at - 4, 0), at + 8))
  );
  return [`from byte ${at}: here ${here}, there ${there}`];
}

/** The statuses of all messages; the fields and the content of the first. */
function summarize({ bytes, parts }: Received): Map<string, string> {
  const summary = new Map<string, string>();
  const decoder = new TextDecoder();
  const statuses: string[] = [];
  let content = 0;
  const problem = parts.find(({ problem }) => problem);
  for (const { kind, about, start, end, message } of parts) {
    if (kind === "status-code") statuses.push(`${about}`);
    if (message > 0) continue;
    if (kind === "field-value" && about) {
      const text = decoder.decode(bytes.subarray(start, end)).slice(0, 80);
      summary.set(about, text);
    }
    if (kind === "content" || kind === "chunk-data") content += end - start;
  }
  if (statuses.length > 0) summary.set("status", statuses.join(" "));
  summary.set("bytes of content", `${content}`);
  if (problem) summary.set("malformed", problem.problem!.note);
  return summary;
}

/** "closed after 5 ms" and "closed after 9 ms" are alike. */
function describeEndings(first: Received, other: Received): string[] {
  const [own, theirs] = [first, other].map(({ ending }) =>
    ending.replace(/ after.*/, "")
  );
  if (own === theirs) return [];
  return [`the connection: here ${own}, there ${theirs}`];
}

/**
 * Reads depend on the client, and the writes of a stream on chance; the others
 * on the server alone.
 */
function describeCalls(first: Received, other: Received): string[] {
  if (!first.calls || !other.calls) return [];
  const isStreamed = [first, other].some(({ parts }) =>
    parts.some(({ kind }) => kind === "chunk-size")
  );
  if (isStreamed) return [];
  const [own, theirs] = [countCalls(first.calls), countCalls(other.calls)];
  const says: string[] = [];
  for (const name of ["setNoDelay", "write", "closeWrite"]) {
    const [a, b] = [own.get(name) ?? 0, theirs.get(name) ?? 0];
    if (a !== b) says.push(`calls of ${name}: here ${a}, there ${b}`);
  }
  return says;
}

function countCalls(calls: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const call of calls) {
    const [name] = call.split(" ");
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
