/**
 * Malformed messages: which byte the lab marks, and what it says.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { toBytes } from "../../kit/mod.ts";
import { MessageParser } from "../../lab/grammar/message_parser.ts";
import { REQUEST, RESPONSE } from "../../lab/grammar/roles.ts";
import { describe, expectEveryByteOnce, parse } from "./labels.ts";

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
  { text: `${HEAD} b\r\n\r\n`, marked: 25, note: /colon is missing/ },
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
    note: /the response has ended before this byte/,
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
