/**
 * Sends the same message to several servers, and finds where their answers
 * differ.
 *
 * @module
 */

import { Exchanges } from "./grammar/exchanges.ts";
import { MessageParser } from "./grammar/message_parser.ts";
import { joinParts } from "./grammar/part.ts";
import { REQUEST, RESPONSE } from "./grammar/roles.ts";
import type { Answer, Comparison, Difference } from "./page_requests.ts";
import { type Message, send } from "./sender.ts";

/** How long a server may be silent, in milliseconds. */
const SILENCE_MS = 1000;

/** How much of an answer is shown, in bytes. */
const MAX_SHOWN = 1 << 14;

/**
 * Asks several servers.
 *
 * @param servers Their ports, by name; the first is the one that matters.
 * @param message What to send.
 * @returns Their answers.
 */
export async function compare(
  servers: ReadonlyMap<string, number>,
  message: Message,
): Promise<Comparison> {
  const received = await Promise.all(
    [...servers].map(([name, port]) => ask(name, port, message)),
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

/** An answer before it is cut for the page. */
interface Received extends Omit<Answer, "bytes"> {
  readonly bytes: Uint8Array;
}

async function ask(
  name: string,
  port: number,
  message: Message,
): Promise<Received> {
  const begun = performance.now();
  try {
    const sending = await send(port, message);
    const how = await silence(sending);
    const bytes = new Uint8Array(
      await new Blob(
        sending.received as BlobPart[],
      ).arrayBuffer(),
    );
    sending.close();
    const time = Math.round(performance.now() - begun);
    const parts = label(message.bytes, bytes, how === "closed");
    return { name, bytes, parts, ending: `${how} after ${time} ms` };
  } catch (error) {
    const text = (error as Error).message;
    return {
      name,
      bytes: new Uint8Array(),
      parts: [],
      ending: "",
      error: text,
    };
  }
}

/** Waits for the end of the connection, or until nothing more comes. */
async function silence(
  { received, ended }: { received: Uint8Array[]; ended: Promise<void> },
): Promise<"closed" | "still open"> {
  let isClosed = false;
  ended.then(() => isClosed = true);
  for (;;) {
    const before = received.length;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, SILENCE_MS);
    });
    await Promise.race([ended, late]);
    clearTimeout(timer);
    if (isClosed) return "closed";
    if (received.length === before) return "still open";
  }
}

function label(request: Uint8Array, bytes: Uint8Array, isClosed: boolean) {
  const exchanges = new Exchanges();
  new MessageParser(REQUEST, exchanges).feed(request);
  const parser = new MessageParser(RESPONSE, exchanges);
  parser.feed(bytes);
  if (isClosed) parser.end(false);
  return joinParts([...parser.takeParts(), ...parser.openParts()]);
}

function toAnswer({ bytes, ...answer }: Received): Answer {
  return { ...answer, bytes: bytes.subarray(0, MAX_SHOWN).toBase64() };
}

/** The clock is not what is compared: the value of Date counts as equal. */
function findDifference(
  first: Received,
  other: Received,
): Difference | undefined {
  if (first.error || other.error) return undefined;
  const one = withoutDates(first);
  const two = withoutDates(other);
  let at = 0;
  while (at < one.length && one[at] === two[at]) at++;
  if (at === one.length && at === two.length) return undefined;
  return { offset: [at, at], says: describe(first, other) };
}

function withoutDates({ bytes, parts }: Received): Uint8Array {
  const copy = bytes.slice();
  for (const { kind, about, start, end } of parts) {
    if (kind === "field-value" && about === "date") copy.fill(0, start, end);
  }
  return copy;
}

function describe(first: Received, other: Received): string[] {
  const [one, two] = [summarize(first), summarize(other)];
  const says: string[] = [];
  for (const name of new Set([...one.keys(), ...two.keys()])) {
    if (name === "date") continue;
    const [a, b] = [one.get(name), two.get(name)];
    if (a === b) continue;
    says.push(
      b === undefined
        ? `without ${name}`
        : a === undefined
        ? `with ${name}: ${b}`
        : `${name}: ${b} instead of ${a}`,
    );
  }
  return says.length > 0 ? says : ["the same fields in another order or case"];
}

/** The status, the fields and the length of the first message. */
function summarize({ bytes, parts }: Received): Map<string, string> {
  const summary = new Map<string, string>();
  const decoder = new TextDecoder();
  let content = 0;
  for (const { kind, about, start, end, message } of parts) {
    if (message > 0) break;
    const text = () => decoder.decode(bytes.subarray(start, end)).slice(0, 80);
    if (kind === "status-code") summary.set("status", text());
    if (kind === "reason-phrase") summary.set("reason-phrase", text());
    if (kind === "field-value" && about) summary.set(about, text());
    if (kind === "content" || kind === "chunk-data") content += end - start;
  }
  summary.set("bytes of content", `${content}`);
  return summary;
}
