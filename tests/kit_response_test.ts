/**
 * The strict response reader: malformed responses are refused with the byte that
 * deviates, good ones are read.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  eachByte,
  expectBody,
  expectField,
  expectInBody,
  expectStatus,
  start,
  toBytes,
} from "../kit/mod.ts";
import {
  checked,
  expectPass,
  failureOf,
  failureOfAnswer,
  REQUEST,
  serverOf,
} from "./kit_suite.ts";

/** Answers that break the grammar, and words of the message about them. */
const MALFORMED: [name: string, answer: string, words: string[]][] = [
  ["LF alone", "HTTP/1.1 200 OK\nA: b\n\n", [
    "LF without CR",
    "received  HTTP/1.1 200 OK␊\n                           ^ byte 15: LF",
    "RFC 9112 section 2.1",
  ]],
  ["no status-line", "<h1>Hello</h1>\r\n", ["byte 0: no status-line"]],
  ["no reason and no space", "HTTP/1.1 200\r\n\r\n", ["byte 12"]],
  ["no empty line", "HTTP/1.1 200 OK\r\nA: b\r\n", [
    "no empty line after the header section",
    "byte 23",
  ]],
  ["a body without an empty line", "HTTP/1.1 200 OK\r\n<h1>\r\n\r\n", [
    'not a field line: "<h1>"',
  ]],
  ["a space before the colon", "HTTP/1.1 200 OK\r\nA : b\r\n\r\n", [
    "byte 18: not allowed in a field-name",
  ]],
  ["a control character", "HTTP/1.1 200 OK\r\nA: \x01\r\n\r\n", [
    "␁",
    "byte 20",
  ]],
  ["CR alone", "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n", [
    "byte 21: CR without LF",
  ]],
  ["a short body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1234567", [
    "after 7 of the 9 bytes of the body",
    "2 bytes missing",
  ]],
  ["a long body", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n12", [
    "1 byte follows the end of the response",
  ]],
  ["an invalid length", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", [
    'Content-Length is not a number: "x"',
  ]],
  [
    "two lengths",
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n1",
    ["a second Content-Length"],
  ],
  [
    "length and chunked",
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    ["both Content-Length and Transfer-Encoding"],
  ],
  [
    "a chunk without its size",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n",
    ["no chunk-size"],
  ],
  [
    "a chunk that is too long",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n",
    ["the chunk is longer than its size"],
  ],
  [
    "no last chunk",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
    ["ended in the chunks", "the chunks do not end", "size 0"],
  ],
  ["nothing", "", ["closed the connection without an answer"]],
];

for (const [name, answer, words] of MALFORMED) {
  Deno.test({
    ...checked,
    name: `a response with ${name} is refused in words`,
    async fn() {
      const message = await failureOfAnswer(answer);
      for (const word of words) assertStringIncludes(message, word);
    },
  });
}

Deno.test({
  ...checked,
  name: "a body in answer to HEAD is refused in words",
  async fn() {
    const answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    const message = await failureOfAnswer(answer, "HEAD");
    assertStringIncludes(message, "2 bytes follow the end of the response");
    assertStringIncludes(message, "HEAD");
  },
});

Deno.test({
  ...checked,
  name: "good responses are read: by length, chunked, to the end, without body",
  async fn() {
    const answers = {
      length: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
      chunked: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" +
        "1;ext=1\r\nh\r\n1\r\ni\r\n0\r\nTrailer: x\r\n\r\n",
      close: "HTTP/1.0 200 \r\n\r\nhi",
      none: "HTTP/1.1 204 No Content\r\n\r\n",
    };
    for (const [framing, answer] of Object.entries(answers)) {
      await expectPass(async () => {
        const serve = serverOf(async (connection) => {
          connection.setNoDelay(true);
          for (const byte of eachByte(answer)) await connection.write(byte);
        });
        await using server = await start(serve);
        const connection = await server.connect();
        await connection.send(REQUEST);
        const response = await connection.readResponse();
        assertEquals(response.framing, framing);
        expectBody(response, framing === "none" ? "" : "hi");
        await connection.expectEnd();
      });
    }
  },
});

Deno.test({
  ...checked,
  name: "a failed expectation marks the byte, and shows sent and received",
  async fn() {
    const answer = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n" +
      "Content-Length: 5\r\n\r\nhellO";
    const respond = serverOf((connection) => connection.write(toBytes(answer)));
    const cases: [string, (response: never) => void][] = [
      ["byte 9: expected 200", (response) => expectStatus(response, 200)],
      ["byte 24: expected", (r) => expectField(r, "content-type", /plain/)],
      ["byte 68: no Date", (response) => expectField(response, "Date")],
      ["byte 74: expected", (response) => expectBody(response, "hello")],
      ["does not contain", (response) => expectInBody(response, "x")],
    ];
    for (const [words, expectation] of cases) {
      const { message } = await failureOf(async () => {
        await using server = await start(respond);
        expectation(await server.exchange(REQUEST) as never);
      });
      assertStringIncludes(message, words);
      assertStringIncludes(message, "  sent      GET / HTTP/1.1␍␊");
      assertStringIncludes(message, "  received  HTTP/1.1 404 Not Found␍␊");
    }
  },
});

Deno.test({
  ...checked,
  name: "long answers are shown around the mark, and say how much is left out",
  async fn() {
    const lines = Array.from({ length: 200 }, (_, index) => `line ${index}\n`);
    const body = lines.join("");
    const answer = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n` +
      body;
    const { message } = await failureOf(async () => {
      const serve = serverOf((c) => c.write(toBytes(answer)));
      await using server = await start(serve);
      const response = await server.exchange(REQUEST);
      expectBody(response, body.replace("line 150\n", "line 15X\n"));
    });
    assertStringIncludes(message, "line 150␊");
    assertStringIncludes(message, 'expected "X␊line 151');
    assertStringIncludes(message, " bytes …");
    assertStringIncludes(message, " bytes more");
    assert(!message.includes("line 100␊"), message);
  },
});
