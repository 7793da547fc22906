/**
 * Every byte of a mutated message has one label, whole or in pieces. On requests, the lab and the reference agree about what is malformed.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { MessageParser } from "../../lab/grammar/message_parser.ts";
import type { StreamParser } from "../../lab/grammar/part.ts";
import { PlainTextParser } from "../../lab/grammar/plain_text.ts";
import { REQUEST, RESPONSE, SCRIPT } from "../../lab/grammar/roles.ts";
import { serveHttp } from "../../solutions/06_persistent.ts";
import { mutate, type Random, seeded } from "../mutated_requests.ts";
import { expectEveryByteOnce, parse } from "./labels.ts";

/** How many mutated messages are tried with each parser. */
const MUTATIONS = 1500;

const PARSERS: Record<string, () => StreamParser> = {
  "requests": () => new MessageParser(REQUEST),
  "responses": () => new MessageParser(RESPONSE),
  "CGI output": () => new MessageParser(SCRIPT),
  "plain text": () => new PlainTextParser(),
};

for (const [name, makeParser] of Object.entries(PARSERS)) {
  Deno.test(`mutated ${name} have the same labels whole and byte by byte`, () => {
    const random = seeded(16);
    for (let count = 0; count < MUTATIONS; count++) {
      const bytes = mutateFor(name, random);
      const isReset = random(4) === 0;
      const whole = parse(makeParser(), [bytes], isReset);
      const eachByte = Array.from(bytes, (byte) => Uint8Array.of(byte));
      assertEquals(parse(makeParser(), eachByte, isReset), whole);
      expectEveryByteOnce(whole, bytes.length);
      expectOpenParts(makeParser(), bytes);
    }
  });
}

/** The fuzzer's requests, turned into responses and CGI output. */
function mutateFor(name: string, random: Random): Uint8Array {
  const messages = Array.from({ length: 1 + random(3) }, () => {
    const text = new TextDecoder("latin1").decode(mutate(random));
    if (name === "requests" || name === "plain text") return text;
    const start = name === "responses" ? "HTTP/1.1 200 OK" : "Status: 200";
    return random(3) === 0 ? text : text.replace(/^.*?(?=\r\n)/, start);
  });
  const text = messages.join("");
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Parts that are not final cover the rest of the bytes, at every byte. */
function expectOpenParts(parser: StreamParser, bytes: Uint8Array): void {
  let final = 0;
  bytes.forEach((_, index) => {
    parser.feed(bytes.subarray(index, index + 1));
    final = parser.takeParts().at(-1)?.end ?? final;
    const open = parser.openParts();
    assertEquals(open.at(0)?.start ?? index + 1, final);
    assertEquals(open.at(-1)?.end ?? index + 1, index + 1);
  });
}

Deno.test("the lab marks the requests that the reference answers with 400", async () => {
  await using server = serveHttp(
    { port: 0, log() {}, lingerMs: 20 },
    async ({ body }) => {
      await new Response(body).bytes();
      return { status: 200 };
    },
  );
  const random = seeded(9112);
  async function compareOne(): Promise<void> {
    const bytes = mutate(random);
    const text = new TextDecoder("latin1").decode(bytes);
    // Only the first empty line before a request is skipped everywhere.
    if (/^\r\n\r\n|\r\n\r\n\r\n/.test(text)) return;
    // The end of file comes before a request has begun.
    if (/^[\r\n]*$/.test(text)) return;
    const parser = new MessageParser(REQUEST);
    parser.feed(bytes);
    parser.end(false);
    const statuses = await statusesOf(server.addr, bytes);
    const isRefused = statuses.includes("400");
    // Other refusals come before the reference has looked at all of it.
    if (!isRefused && statuses.some((status) => status >= "400")) return;
    assertEquals(parser.firstProblem !== undefined, isRefused, text);
  }
  for (let round = 0; round < 100; round++) {
    await Promise.all(Array.from({ length: 10 }, compareOne));
  }
});

/** Sends a request and half-closes; gives the statuses of all answers. */
async function statusesOf(
  { port }: Deno.NetAddr,
  bytes: Uint8Array,
): Promise<string[]> {
  const connection = await Deno.connect({ port });
  await connection.write(bytes);
  await connection.closeWrite();
  const answers = await new Response(connection.readable).text();
  return [...answers.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)]
    .map(([, code]) => code);
}
