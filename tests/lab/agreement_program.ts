/**
 * Sends messages to servers, and reads each answer twice: with the kit, and
 * with the grammar of the lab. Prints the marks of both as JSON, a line for each
 * server. `agreement_test.ts` runs it with the addresses of all wrong servers.
 *
 * @module
 */

import { concat, Failure, pause, toBytes } from "../../kit/mod.ts";
import { readResponse } from "../../kit/response.ts";
import type { ByteSource } from "../../kit/response_lines.ts";
import { Transcript } from "../../kit/transcript.ts";
import { Exchanges } from "../../lab/grammar/exchanges.ts";
import { MessageParser } from "../../lab/grammar/message_parser.ts";
import { REQUEST, RESPONSE } from "../../lab/grammar/roles.ts";
import type { serve, serveHttp } from "../../solutions/02_http.ts";
import { handler, MESSAGES } from "./agreement_messages.ts";

/** The two readings of one answer. */
export interface Verdict {
  /** The message that was sent. */
  readonly sent: string;
  /** The answer, one character per byte. */
  readonly received: string;
  /** How the connection ended. */
  readonly ending: Ending;
  /** The first mark of the kit. */
  readonly kit: Mark | undefined;
  /** The first mark of the grammar. */
  readonly grammar: Mark | undefined;
}

/** A marked byte. */
export interface Mark {
  /** Its offset; `undefined` if the failure is about no byte. */
  readonly offset: number | undefined;
  /** The fault. */
  readonly note: string;
}

type Ending = "end of file" | "reset" | "silence";

/** How long a server may be silent, in milliseconds. */
const SILENCE_MS = 200;

/** How many servers are judged at the same time: many are silent. */
const AT_ONCE = 6;

/** How much of an answer is read, in bytes. */
const MAX_BYTES = 1 << 18;

/** Sends a message, and collects the answer. */
async function collect(
  port: number,
  message: Uint8Array,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; ending: Ending }> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const chunks: Uint8Array[] = [];
  const buffer = new Uint8Array(64 * 1024);
  let ending: Ending = "silence";
  try {
    await connection.write(message);
    for (let total = 0; total < MAX_BYTES;) {
      const reading = connection.read(buffer);
      const count = await Promise.race([reading, pause(SILENCE_MS)]);
      if (count === undefined) {
        reading.catch(() => {});
        break;
      }
      if (count === null) {
        ending = "end of file";
        break;
      }
      chunks.push(buffer.slice(0, count));
      total += count;
    }
  } catch {
    ending = "reset";
  }
  connection.close();
  return { bytes: concat(chunks), ending };
}

/** Bytes that have all arrived, for the kit. */
function sourceOf(bytes: Uint8Array<ArrayBuffer>, ending: Ending): ByteSource {
  const transcript = new Transcript();
  transcript.add("received", bytes);
  let consumed = 0;
  return {
    transcript,
    get unread() {
      return bytes.subarray(consumed);
    },
    get consumed() {
      return consumed;
    },
    more: () => Promise.resolve(ending),
    take(count) {
      consumed += count;
      return bytes.slice(consumed - count, consumed);
    },
  };
}

/** Reads the answers as the tests do; returns what they would mark. */
async function readWithKit(
  source: ByteSource,
  methods: readonly string[],
): Promise<Mark | undefined> {
  let isLast = false;
  try {
    for (let answered = 0; answered < methods.length && !isLast;) {
      const method = methods[answered];
      const { status, headers } = await readResponse(source, { method });
      if (status >= 200) answered++;
      isLast = status >= 200 &&
        /\bclose\b/i.test(`${headers.get("connection")}`);
      if (source.unread.length === 0) return undefined;
    }
    // As in `Connection.expectEnd`: after the last answer nothing follows.
    if (isLast) return { offset: source.consumed, note: "here it has ended" };
    await readResponse(source);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { mark } = error.details;
    return { offset: mark?.offset, note: mark?.note ?? error.message };
  }
}

function readWithGrammar(
  message: Uint8Array,
  bytes: Uint8Array,
  ending: Ending,
): { methods: string[]; mark: Mark | undefined } {
  const exchanges = new Exchanges();
  const requests = new MessageParser(REQUEST, exchanges);
  requests.feed(message);
  const methods = requests.takeParts().flatMap(({ kind, about }) =>
    kind === "method" && about !== undefined ? [about] : []
  );
  const parser = new MessageParser(RESPONSE, exchanges);
  parser.feed(bytes);
  if (ending !== "silence") parser.end(ending === "reset");
  const first = parser.firstProblem;
  const mark = first && { offset: first.offset, note: first.problem.note };
  return { methods, mark };
}

/** The verdicts so far: most wrong servers answer most requests as they should. */
const known = new Map<string, Promise<Verdict>>();

async function judge(port: number, text: string): Promise<Verdict> {
  const { bytes, ending } = await collect(port, toBytes(text));
  const answer = new TextDecoder("latin1").decode(bytes);
  const key = JSON.stringify([text, ending, answer]);
  const verdict = known.get(key) ?? read(text, bytes, ending);
  known.set(key, verdict);
  return await verdict;
}

/** Reads an answer twice. */
async function read(
  text: string,
  bytes: Uint8Array<ArrayBuffer>,
  ending: Ending,
): Promise<Verdict> {
  const message = toBytes(text);
  const { methods, mark } = readWithGrammar(message, bytes, ending);
  return {
    sent: text,
    received: String.fromCharCode(...bytes.subarray(0, 4096)),
    ending,
    kit: await readWithKit(sourceOf(bytes, ending), methods),
    grammar: mark,
  };
}

// Some wrong servers let a rejection escape.
addEventListener("unhandledrejection", (event) => event.preventDefault());

/** Judges the answers of a stage's own site, and those of a handler. */
async function judgeServer(address: string): Promise<Verdict[]> {
  const subject: { serve: typeof serve; serveHttp: typeof serveHttp } =
    await import(address);
  const options = { port: 0, log() {}, lingerMs: 50 };
  const site = subject.serve(options);
  const own = subject.serveHttp(options, handler);
  return await Promise.all([
    ...MESSAGES.map((text) => judge(site.addr.port, text)),
    ...MESSAGES.map((text) => judge(own.addr.port, text)),
  ]);
}

const servers = Deno.args.entries();
const verdicts: Verdict[][] = [];
await Promise.all(Array.from({ length: AT_ONCE }, async () => {
  for (const [index, address] of servers) {
    verdicts[index] = await judgeServer(address);
  }
}));
for (const answers of verdicts) console.log(JSON.stringify(answers));
Deno.exit();
