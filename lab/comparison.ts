/**
 * Sends the same message to several servers, and finds where their answers and
 * their calls differ.
 *
 * @module
 */

import { toBytes, visible } from "../kit/mod.ts";
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

function toAnswer({ bytes, port: _, ...answer }: Received): Answer {
  const total = bytes.length;
  const shown = bytes.subarray(0, MAX_SHOWN).toBase64();
  return { ...answer, total, bytes: shown };
}

function findDifference(
  first: Received,
  other: Received,
): Difference | undefined {
  if (first.error || other.error) return undefined;
  const [one, two] = [comparable(first), comparable(other)];
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

/** Neither the clock nor the port is compared: they count as equal. */
function comparable({ bytes, parts, port }: Received): Uint8Array {
  const copy = bytes.slice();
  const digits = toBytes(`${port}`);
  for (let at = copy.indexOf(digits[0]); at >= 0;) {
    const isPort = digits.every((digit, index) => copy[at + index] === digit);
    if (isPort) copy.fill(0, at, at + digits.length);
    at = copy.indexOf(digits[0], at + 1);
  }
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
  says.push(...describeProblem("here", first, other));
  says.push(...describeProblem("there", other, first));
  const contents = [contentOf(first), contentOf(other)];
  if (says.length === 0) says.push(showFrom("byte", at, first, other));
  else if (contents.every(({ length }) => length > 0)) {
    const [one, two] = contents;
    let from = 0;
    while (from < one.length && one[from] === two[from]) from++;
    if (from < Math.max(one.length, two.length)) {
      const [a, b] = contents.map((bytes) => ({ bytes }));
      says.push(showFrom("byte of content", from, a, b));
    }
  }
  return says;
}

/** The first malformed byte of one answer, if the other has no such problem. */
function describeProblem(
  where: string,
  { parts }: Received,
  other: Received,
): string[] {
  const part = parts.find(({ problem }) => problem);
  const note = part?.problem?.note;
  if (!part || !note) return [];
  if (other.parts.some(({ problem }) => problem?.note === note)) return [];
  return [`malformed ${where}, at byte ${part.start}: ${note}`];
}

/** The content of the first message. */
function contentOf({ bytes, parts }: Received): Uint8Array {
  return new Uint8Array(
    parts.flatMap(({ kind, message, start, end }) =>
      message === 0 && (kind === "content" || kind === "chunk-data")
        ? [...bytes.subarray(start, end)]
        : []
    ),
  );
}

function showFrom(
  what: string,
  at: number,
  ...answers: readonly Pick<Received, "bytes">[]
): string {
  const [here, there] = answers.map(({ bytes }) =>
    visible(bytes.subarray(Math.max(at - 4, 0), at + 8))
  );
  return `from ${what} ${at}: here ${here}, there ${there}`;
}

/** The statuses of all messages; the fields and the content of the first. */
function summarize({ bytes, parts }: Received): Map<string, string> {
  const summary = new Map<string, string>();
  const decoder = new TextDecoder();
  const statuses: string[] = [];
  let content = 0;
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
