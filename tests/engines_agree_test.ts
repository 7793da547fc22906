/**
 * Both engines answer alike: 10,000 mutated requests, each sent whole and in two
 * pieces, get the same statuses, fields (except Date) and bodies from both.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { toBytes, within } from "../kit/mod.ts";
import { lineRanges, visibleText } from "../kit/visible.ts";
import type { HttpHandler } from "../solutions/02_http/types.ts";
import { decodeLatin1 } from "../solutions/02_http/syntax.ts";
import { type Answer, exchange, readAnswers } from "./raw_exchange.ts";
import { ENGINES } from "./engines.ts";
import { mutate, seeded } from "./mutated_requests.ts";

const REQUESTS = 10_000;
const SEED = 9110;

/** How many requests are under way at the same time. */
const AT_ONCE = 16;

/** How long all of it, and one answer, may take, in milliseconds. */
const AT_MOST_MS = 120_000;
const ANSWER_MS = 10_000;

/** Shown in place of an answer that does not end. */
const NO_END = new TextEncoder().encode("(no end of file in time)");

/** How many kinds of differences are shown with an example. */
const SHOWN = 5;

/** A request, and how it is sent. */
interface Message {
  /** Its number in the corpus. */
  readonly number: number;
  readonly bytes: Uint8Array;
  /** Where it is cut in two; `undefined` if it is sent whole. */
  readonly cut?: number;
}

/** Answers with everything that the engine has told it about the request. */
const echo: HttpHandler = async (request) => {
  const { method, target, path, query, version, contentLength } = request;
  if (path.includes("throw")) throw new Error("thrown on purpose");
  const headers = { "X-Version": version };
  if (path.includes("stream")) {
    const body = ReadableStream.from([toBytes("one"), toBytes("two")]);
    return { status: 200, headers, body: body as ReadableStream };
  }
  const fields = [...request.headers];
  const content = path.includes("read")
    ? decodeLatin1(await new Response(request.body).bytes())
    : request.body === null;
  const told = { method, target, path, query, contentLength, fields, content };
  return { status: 200, headers, body: JSON.stringify(told) };
};

function makeCorpus(): Message[] {
  const random = seeded(SEED);
  return Array.from({ length: REQUESTS }, (_, number) => {
    const bytes = mutate(random);
    const cut = 1 + random(Math.max(bytes.length - 1, 1));
    return [{ number, bytes }, { number, bytes, cut }];
  }).flat();
}

/** Two answers that differ. */
interface Difference {
  /** In what they differ, so that the same mistake is shown once. */
  readonly kind: string;
  /** The request and both answers. */
  readonly text: string;
}

/** Sends a message to both engines, and compares their answers. */
async function compare(
  message: Message,
  addrs: readonly Deno.NetAddr[],
): Promise<Difference | undefined> {
  const { bytes, cut = bytes.length } = message;
  const pieces = [bytes.subarray(0, cut), bytes.subarray(cut)];
  const received = await Promise.all(
    addrs.map((addr) => within(exchange(addr, pieces), ANSWER_MS, NO_END)),
  );
  const [a, b] = received.map((answer) => decodeLatin1(answer));
  // Most answers are the same to the byte. Others may have other chunks.
  if (withoutDate(a) === withoutDate(b)) return undefined;
  const kind = findDifference(
    await readAnswers(received[0]),
    await readAnswers(received[1]),
  );
  if (kind === undefined) return undefined;
  return { kind, text: describe(message, received) };
}

function withoutDate(text: string): string {
  return text.replaceAll(/^Date: .*\r\n/gm, "");
}

/** In what two lists of answers differ first; `undefined` if in nothing. */
function findDifference(
  plain: readonly Answer[],
  fast: readonly Answer[],
): string | undefined {
  const statuses = [plain, fast].map((answers) =>
    answers.map(({ status }) => status).join(" and ") || "nothing"
  );
  if (statuses[0] !== statuses[1]) return statuses.join(" instead of ");
  for (const [index, answer] of plain.entries()) {
    for (const part of ["body", "fields", "reason", "end"] as const) {
      if (answer[part] === fast[index][part]) continue;
      return `the ${part} of answer ${index + 1}, with status ${answer.status}`;
    }
  }
}

function describe(
  { number, bytes, cut }: Message,
  received: readonly Uint8Array[],
): string {
  const way = cut === undefined ? "sent whole" : `cut after byte ${cut}`;
  return [
    `request ${number}, ${way}`,
    ...show("sent", bytes),
    ...ENGINES.flatMap(({ name }, index) => show(name, received[index])),
  ].join("\n");
}

/** Bytes with control characters visible, a line for each of their lines. */
function show(label: string, bytes: Uint8Array): string[] {
  const lines = lineRanges(bytes).map(({ start, end }) =>
    visibleText(bytes.subarray(start, end)).text
  );
  return (lines.length > 0 ? lines : ["nothing"]).map((line, index) =>
    `  ${(index === 0 ? label : "").padEnd(8)}${line}`
  );
}

/** Compares the answers to all messages; returns the differences. */
async function compareAll(
  messages: readonly Message[],
  addrs: readonly Deno.NetAddr[],
): Promise<Difference[]> {
  const differences: Difference[] = [];
  const waiting = messages.values();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const message of waiting) {
      const difference = await compare(message, addrs);
      if (difference !== undefined) differences.push(difference);
    }
  }));
  return differences;
}

/** How many differences there are of each kind, with an example of some. */
function report(differences: readonly Difference[]): string {
  const kinds = Map.groupBy(differences, ({ kind }) => kind);
  const sorted = [...kinds].sort(([, a], [, b]) => b.length - a.length);
  return [
    `${differences.length} of ${2 * REQUESTS} messages are answered ` +
    `differently by the plain and the fast engine (seed ${SEED}):`,
    ...sorted.map(([kind, { length }]) => `  ${length} times ${kind}`),
    ...sorted.slice(0, SHOWN).map(([kind, [{ text }]]) => `\n${kind}: ${text}`),
  ].join("\n");
}

Deno.test({
  name: "both engines answer 10,000 mutated requests alike, whole and split",
  sanitizeOps: true,
  sanitizeResources: true,
  timeout: AT_MOST_MS,
  async fn() {
    await using servers = new AsyncDisposableStack();
    const addrs = ENGINES.map(({ serveHttp }) =>
      servers.use(serveHttp({ port: 0, log() {} }, echo)).addr
    );
    const differences = await compareAll(makeCorpus(), addrs);
    assert(differences.length === 0, report(differences));
  },
});

Deno.test("a difference is shown with the bytes of both answers", async () => {
  await using servers = new AsyncDisposableStack();
  const addrs = ENGINES.map(({ name, serveHttp }) => {
    const options = { port: 0, log() {} };
    const handler = () => ({ status: 200, headers: { "X-Name": name } });
    return servers.use(serveHttp(options, handler)).addr;
  });
  const bytes = toBytes("GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n");
  const good = toBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  const differences = await compareAll(
    [{ number: 6, bytes }, { number: 7, bytes: good, cut: 5 }],
    addrs,
  );
  assertEquals(differences.length, 1);
  const text = report(differences);
  for (
    const words of [
      "\n  1 times the fields of answer 1, with status 200\n",
      "\nthe fields of answer 1, with status 200: request 7, cut after byte 5\n",
      "\n  sent    GET / HTTP/1.1␍␊\n          Host: x␍␊\n          ␍␊\n",
      "\n  plain   HTTP/1.1 200 OK␍␊\n",
      "\n          X-Name: plain␍␊\n",
      "\n  fast    HTTP/1.1 200 OK␍␊\n",
      "\n          X-Name: fast␍␊\n",
    ]
  ) assertStringIncludes(text, words);
});
