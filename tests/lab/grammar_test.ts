/**
 * The grammar of the wire lab: the labels of well-formed messages.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { toBytes } from "../../kit/mod.ts";
import { Exchanges } from "../../lab/grammar/exchanges.ts";
import { MessageParser } from "../../lab/grammar/message_parser.ts";
import { PlainTextParser } from "../../lab/grammar/plain_text.ts";
import { REQUEST, RESPONSE, SCRIPT } from "../../lab/grammar/roles.ts";
import { labelsOf, parse } from "./labels.ts";

const HEAD = "GET / HTTP/1.1\r\nHost: x\r\n";
const OK = "HTTP/1.1 200 OK\r\n";

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

Deno.test("plain text is told from other bytes, even if a character is cut", () => {
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

Deno.test("an answer to HEAD has no body, even with a Content-Length", () => {
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
