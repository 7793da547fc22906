/**
 * The grammar of the wire lab: every byte has one label, in whatever pieces the
 * bytes arrive, and nothing makes it throw.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { toBytes } from "../../kit/mod.ts";
import { Exchanges } from "../../lab/grammar/exchanges.ts";
import { MessageParser } from "../../lab/grammar/message_parser.ts";
import {
  joinParts,
  type Part,
  type StreamParser,
} from "../../lab/grammar/part.ts";
import { PlainTextParser } from "../../lab/grammar/plain_text.ts";
import { REQUEST, RESPONSE, SCRIPT } from "../../lab/grammar/roles.ts";
import { mutate, type Random, seeded } from "../mutated_requests.ts";

/** How many mutated messages are tried with each parser. */
const MUTATIONS = 3000;

function parse(
  parser: StreamParser,
  pieces: Iterable<Uint8Array>,
  isReset = false,
): Part[] {
  const parts: Part[] = [];
  for (const piece of pieces) {
    parser.feed(piece);
    parts.push(...parser.takeParts());
  }
  parser.end(isReset);
  parts.push(...parser.takeParts());
  assertEquals(parser.openParts(), []);
  return joinParts(parts);
}

/** The labels in short: "method GET", "space ", … */
function describe(bytes: Uint8Array, parts: readonly Part[]): string[] {
  const decoder = new TextDecoder("latin1");
  return parts.map(({ kind, start, end, problem }) => {
    const text = JSON.stringify(decoder.decode(bytes.subarray(start, end)));
    return `${kind} ${text}${problem ? ` ! ${problem.note}` : ""}`;
  });
}

function labelsOf(text: string, parser: StreamParser): string[] {
  const bytes = toBytes(text);
  return describe(bytes, parse(parser, [bytes]));
}

/** Expects that the parts follow each other without a gap. */
function expectEveryByteOnce(parts: readonly Part[], length: number): void {
  let offset = 0;
  for (const { kind, start, end } of parts) {
    assertEquals(start, offset);
    assert(kind === "missing" ? end === start : end > start, kind);
    offset = end;
  }
  assertEquals(offset, length);
}

Deno.test("a request has a label for each part of its grammar", () => {
  const request = "POST /a?b HTTP/1.1\r\nHost: x \r\nContent-Length: 2\r\n" +
    "\r\nhi";
  assertEquals(labelsOf(request, new MessageParser(REQUEST)), [
    'method "POST"',
    'space " "',
    'path "/a"',
    'query "?b"',
    'space " "',
    'http-version "HTTP/1.1"',
    'line-end "\\r\\n"',
    'field-name "Host"',
    'colon ":"',
    'optional-space " "',
    'field-value "x"',
    'optional-space " "',
    'line-end "\\r\\n"',
    'field-name "Content-Length"',
    'colon ":"',
    'optional-space " "',
    'field-value "2"',
    'line-end "\\r\\n"',
    'empty-line "\\r\\n"',
    'content "hi"',
  ]);
});

Deno.test("chunks, their extensions and trailers have labels", () => {
  const response = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" +
    "3;a=b\r\nabc\r\n0\r\nX: y\r\n\r\n";
  const labels = labelsOf(response, new MessageParser(RESPONSE));
  assertEquals(labels.slice(labels.indexOf('empty-line "\\r\\n"') + 1), [
    'chunk-size "3"',
    'chunk-extension ";a=b"',
    'line-end "\\r\\n"',
    'chunk-data "abc"',
    'line-end "\\r\\n"',
    'last-chunk "0"',
    'line-end "\\r\\n"',
    'field-name "X"',
    'colon ":"',
    'optional-space " "',
    'field-value "y"',
    'line-end "\\r\\n"',
    'empty-line "\\r\\n"',
  ]);
});

Deno.test("the output of a CGI program may end its lines with LF", () => {
  const output = "Content-Type: text/plain\n\nhello\n";
  assertEquals(labelsOf(output, new MessageParser(SCRIPT)), [
    'field-name "Content-Type"',
    'colon ":"',
    'optional-space " "',
    'field-value "text/plain"',
    'line-end "\\n"',
    'empty-line "\\n"',
    'content "hello\\n"',
  ]);
});

Deno.test("plain text is told from other bytes, also in cut characters", () => {
  const bytes = Uint8Array.of(0x59, 0xc3, 0xa9, 0xff, 0xe2, 0x82);
  const eachByte = Array.from(bytes, (byte) => Uint8Array.of(byte));
  for (const pieces of [[bytes], eachByte]) {
    const parts = parse(new PlainTextParser(), pieces);
    assertEquals(parts.map(({ kind, start, end }) => [kind, start, end]), [
      ["text", 0, 3],
      ["bytes", 3, 6],
    ]);
  }
});

/** A malformed message, the byte that is marked, and what is said of it. */
interface Malformed {
  readonly text: string;
  readonly marked: number;
  readonly note: RegExp;
}

const HEAD = "GET / HTTP/1.1\r\nHost: x\r\n";

const MALFORMED_REQUESTS: readonly Malformed[] = [
  { text: "GET  / HTTP/1.1\r\n\r\n", marked: 4, note: /a space within/ },
  { text: "GET /\r\n\r\n", marked: 5, note: /part .* is missing/ },
  { text: "GET / http/1.1\r\n\r\n", marked: 6, note: /no HTTP-version/ },
  { text: "GET /#a HTTP/1.1\r\n\r\n", marked: 5, note: /fragment/ },
  {
    text: "G@T / HTTP/1.1\r\n\r\n",
    marked: 1,
    note: /not allowed in a method/,
  },
  { text: "GET / HTTP/1.1\nHost: x\n\n", marked: 14, note: /LF without CR/ },
  { text: `${HEAD}A : b\r\n\r\n`, marked: 26, note: /before the colon/ },
  { text: `${HEAD} b\r\n\r\n`, marked: 25, note: /no colon/ },
  { text: `${HEAD} b: c\r\n\r\n`, marked: 25, note: /obs-fold/ },
  { text: `${HEAD}A: b\rc\r\n\r\n`, marked: 29, note: /CR without LF/ },
  { text: `${HEAD}A: b\0c\r\n\r\n`, marked: 29, note: /control character/ },
  { text: `${HEAD}Host: y\r\n\r\n`, marked: 25, note: /second Host/ },
  { text: "GET / HTTP/1.1\r\n\r\n", marked: 16, note: /no Host/ },
  {
    text: `${HEAD}Content-Length: 1x\r\n\r\n`,
    marked: 25,
    note: /not a number/,
  },
  {
    text: `${HEAD}Content-Length: 1\r\nContent-Length: 1\r\n\r\n`,
    marked: 44,
    note: /second Content-Length/,
  },
  {
    text: `${HEAD}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
    marked: 25,
    note: /both/,
  },
  {
    text: `${HEAD}Transfer-Encoding: chunked\r\n\r\n+5\r\n`,
    marked: 55,
    note: /no chunk-size/,
  },
  {
    text: `${HEAD}Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n`,
    marked: 59,
    note: /longer than its size/,
  },
  { text: `${HEAD}Content-Length: 5\r\n\r\nab`, marked: 48, note: /3 bytes/ },
  { text: HEAD, marked: 25, note: /header section does not end/ },
];

const OK = "HTTP/1.1 200 OK\r\n";

const MALFORMED_RESPONSES: readonly Malformed[] = [
  { text: "HTTP/1.1 2x0 OK\r\n\r\n", marked: 9, note: /no status-line/ },
  { text: "HTTP/1.1 200\r\n\r\n", marked: 12, note: /no status-line/ },
  { text: "<html>", marked: 0, note: /no status-line/ },
  {
    text: `${OK}Content-Length: 1\r\n\r\nabc`,
    marked: 39,
    note: /no status-line/,
  },
  {
    text: `${OK}Content-Length: 0\r\nConnection: close\r\n\r\nabc`,
    marked: 57,
    note: /here the response has ended/,
  },
];

for (
  const [role, rows] of [
    [REQUEST, MALFORMED_REQUESTS],
    [RESPONSE, MALFORMED_RESPONSES],
  ] as const
) {
  for (const { text, marked, note } of rows) {
    Deno.test(`${role.name} ${JSON.stringify(text)} is malformed`, () => {
      const parser = new MessageParser(role);
      const bytes = toBytes(text);
      const parts = parse(parser, [bytes]);
      const { offset, problem } = parser.firstProblem!;
      const labels = describe(bytes, parts).join("\n");
      assert(note.test(problem.note), labels);
      assertEquals(offset, marked, labels);
      const part = parts.find(({ problem }) => problem)!;
      assertEquals(part.start, marked, labels);
      expectEveryByteOnce(parts, bytes.length);
    });
  }
}

Deno.test("an answer to HEAD has no body, whatever its length says", () => {
  const exchanges = new Exchanges();
  const requests = new MessageParser(REQUEST, exchanges);
  requests.feed(toBytes(`HEAD / HTTP/1.1\r\nHost: x\r\n\r\n${HEAD}\r\n`));
  const responses = new MessageParser(RESPONSE, exchanges);
  const answer = `${OK}Content-Length: 2\r\n\r\n`;
  const parts = parse(responses, [toBytes(`${answer}${answer}hi`)]);
  assertEquals(responses.firstProblem, undefined);
  assertEquals(parts.at(-1)!.kind, "content");
  assertEquals(parts.at(-1)!.message, 1);
});

Deno.test("an interim response does not answer a request", () => {
  const exchanges = new Exchanges();
  new MessageParser(REQUEST, exchanges).feed(toBytes(`${HEAD}\r\n`));
  const responses = new MessageParser(RESPONSE, exchanges);
  responses.feed(toBytes("HTTP/1.1 100 Continue\r\n\r\n"));
  assertEquals(exchanges.open, 1);
  responses.feed(toBytes("HTTP/1.1 204 No Content\r\n\r\n"));
  assertEquals(exchanges.open, 0);
});

Deno.test("after 101, both directions leave HTTP", () => {
  const exchanges = new Exchanges();
  const requests = new MessageParser(REQUEST, exchanges);
  requests.feed(toBytes(`${HEAD}Upgrade: x\r\n\r\n`));
  const responses = new MessageParser(RESPONSE, exchanges);
  responses.feed(toBytes("HTTP/1.1 101 Switching Protocols\r\n\r\n\0\0"));
  requests.feed(toBytes("\0\0"));
  assertEquals(responses.takeParts().at(-1)!.kind, "tunnel");
  assertEquals(requests.takeParts().at(-1)!.kind, "tunnel");
});

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

/** Parts that are not final cover the rest of what has come, at every byte. */
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
