/**
 * The suite of stage 06, task 12: request smuggling. Whatever two servers in a
 * row could read in two ways is refused, and nothing behind it is executed.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import {
  expectBody,
  expectStatus,
  Failure,
  get,
  httpRequest,
  start,
  suite,
  variant,
} from "../../kit/mod.ts";
import { expectClose, postChunks, serveWith } from "./engine_client.ts";

const task = suite(import.meta.url);

const SMUGGLING = "RFC 9112 sections 6.1, 6.3 and 11.2: a proxy in front may " +
  "have read it otherwise, and what it took for a body is here a request " +
  "that it has never checked";

/** What an attacker hides in a body, or behind it. */
const SMUGGLED = get("/smuggled");

/** What is taken for a body of five bytes, or for a chunk of five bytes. */
const CHUNKS = "5\r\nhello\r\n0\r\n\r\n";

/** Remembers which paths were asked for, and with which body. */
function serveRecording(calls: string[]) {
  return serveWith(async ({ path, body }) => {
    calls.push(path);
    return { status: 200, body: await new Response(body).text() };
  });
}

/** RFC 9112 section 6.1. */
const UNKNOWN_CODING = {
  expected:
    "501: this is well formed, chunked is the last of the codings, but " +
    "the one before it is none that you know",
  likely:
    "all that is not chunked alone is answered 400: that is for what no " +
    "server could read",
};

/** Sends a request and more, and expects that both are refused. */
async function expectRefused(
  request: string,
  statuses: readonly number[],
): Promise<void> {
  const calls: string[] = [];
  await using server = await start(serveRecording(calls));
  const connection = await server.connect();
  await connection.send(request + SMUGGLED);
  const response = await connection.readResponse();
  if (!statuses.includes(response.status)) {
    const [status] = statuses;
    expectStatus(response, status, status === 501 ? UNKNOWN_CODING : {});
  }
  expectClose(response);
  const offset = connection.consumed;
  const rest = await connection.readToEnd(
    "the connection ends with the refusal",
  );
  if (calls.includes("/smuggled")) {
    throw new Failure("the smuggled request was executed", {
      transcript: connection.transcript,
      mark: { offset, note: "here everything should have ended" },
      expected: "the connection ends with the refusal, and the handler is " +
        "not called again",
    });
  }
  if (rest.length > 0) {
    throw new Failure("what follows a refused request was answered", {
      transcript: connection.transcript,
      mark: { offset, note: "a second answer" },
      expected: "the connection ends with the refusal",
    });
  }
}

/** A request with these field lines beside Host. */
function requestWith(requestLine: string, fieldLines: readonly string[]) {
  return httpRequest([requestLine, "Host: localhost", ...fieldLines], CHUNKS);
}

/** Sends field lines with a method that has a body, and with one that has none. */
async function expectBothRefused(
  fieldLines: readonly string[],
  statuses: readonly number[],
  version = "1.1",
): Promise<void> {
  for (const method of ["POST", "GET"]) {
    const requestLine = `${method} / HTTP/${version}`;
    const request = requestWith(requestLine, fieldLines);
    const name = `${requestLine} | ${fieldLines.join(" | ")}`;
    await variant(
      JSON.stringify(name),
      () => expectRefused(request, statuses),
    );
  }
}

/** Field lines that say Transfer-Encoding, or nearly. */
const CODINGS: [fieldLines: string[], statuses: number[], version?: string][] =
  [
    [["Transfer-Encoding: chunked", "Content-Length: 15"], [400]],
    [["Content-Length: 15", "Transfer-Encoding: chunked"], [400]],
    [["Content-Length: 0", "Transfer-Encoding: chunked"], [400]],
    [["Transfer-Encoding: identity", "Content-Length: 15"], [400]],
    [["Transfer-Encoding: chunked"], [400], "1.0"],
    [["Transfer-Encoding: chunked", "Connection: keep-alive"], [400], "1.0"],
    [["Transfer-Encoding: identity"], [400]],
    [["Transfer-Encoding: gzip"], [400]],
    [["Transfer-Encoding:"], [400]],
    [["Transfer-Encoding: xchunked"], [400]],
    [["Transfer-Encoding: chunkedx"], [400]],
    [['Transfer-Encoding: "chunked"'], [400]],
    [["Transfer-Encoding: chunked;q=1"], [400]],
    [["Transfer-Encoding: chunked chunked"], [400]],
    [["Transfer-Encoding: chunked, chunked"], [400]],
    [["Transfer-Encoding: chunked, identity"], [400]],
    [["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"], [400]],
    [["Transfer-Encoding: chunked", "Transfer-Encoding: identity"], [400]],
    [["Transfer-Encoding: chunked", "Transfer-Encoding: gzip"], [400]],
    [["Transfer-Encoding: gzip, chunked"], [501]],
    [["Transfer-Encoding: gzip", "Transfer-Encoding: chunked"], [501, 400]],
    [["Transfer-Encoding: identity, chunked"], [501, 400]],
    [["Transfer-Encoding : chunked"], [400]],
    [["Transfer-Encoding\t: chunked"], [400]],
    [[" Transfer-Encoding: chunked"], [400]],
    [["Transfer-Encoding:", " chunked"], [400]],
    [["Transfer-Encoding: chunked", "\tX: y"], [400]],
    [["Transfer-Encoding: \x0bchunked"], [400]],
    [["Transfer-Encoding: chunked\0"], [400]],
    [["Transfer-Encoding: chunked\x7f"], [400]],
    [["Transfer\0-Encoding: chunked"], [400]],
    [["X: y\nTransfer-Encoding: chunked"], [400]],
    [["X: y\rTransfer-Encoding: chunked"], [400]],
    [["Transfer-Encoding: chunked\rX: y"], [400]],
  ];

Deno.test(task(12, "a doubtful Transfer-Encoding is refused, with all behind", {
  because: SMUGGLING,
  likely: "the value is searched for the word: it must be chunked, and " +
    "nothing else, once, in HTTP/1.1, and without Content-Length",
  try: "printf 'POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 5\\r\\n" +
    "Transfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n' | nc 127.0.0.1 8000",
}, async () => {
  for (const row of CODINGS) await expectBothRefused(...row);
}));

Deno.test(task(12, "a doubtful Content-Length is refused, with all behind", {
  because: SMUGGLING,
  likely: "Number() and parseInt() take much that is no length, and two " +
    "fields are read as one: only digits, and exactly one field line",
  try: "printf 'POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 0\\r\\n" +
    "Content-Length: 5\\r\\n\\r\\nhello' | nc 127.0.0.1 8000",
}, async () => {
  const values = ["+5", "-5", "-0", "5 5", "5;", "0x5", "5.0", "5e0", "5n"];
  const lengths: string[][] = [
    ...[...values, "٥", "", ",", "5,", "5, 5", "5, 15", "\x0b5", '"5"', "5\0"]
      .map((value) => [`Content-Length: ${value}`]),
    ["Content-Length: 5", "Content-Length: 5"],
    ["Content-Length: 5", "content-length: 15"],
    ["Content-Length: 15", "Content-Length: 5"],
    ["Content-Length: 5", "Content-Length:"],
    ["Content-Length : 5"],
    ["Content-Length:", " 5"],
    [" Content-Length: 5"],
    ["X: y\nContent-Length: 5"],
    ["X: y\rContent-Length: 5"],
  ];
  for (const fieldLines of lengths) await expectBothRefused(fieldLines, [400]);
  // 2^64 + 5 and 2^53 + 1: what is left of them where numbers end.
  for (const length of ["18446744073709551621", "9007199254740993"]) {
    await expectBothRefused([`Content-Length: ${length}`], [400, 413]);
  }
}));

Deno.test(
  task(12, "a chunk-size that is doubtful is refused, with all behind", {
    because: "RFC 9112 section 7.1: 1*HEXDIG, then extensions or CR LF; " +
      "section 11.2 says what comes of less",
    likely:
      "parseInt() stops where the number stops and forgives what follows, " +
      "or stands before; numbers have an end, too",
  }, async () => {
    const sizes = ["+5", "-5", "0x5", "5 ", " 5", "\t5", "5_0", "5.0", "5,5"];
    const lines = [
      ...[...sizes, "5h", "5;", "5;=a", '5;a="', '5;a="b"c', "٥", "5 5", "-0"],
      ...["5;a\nb", "5;a\rb", "5;a\0", "5\x0b", "5\r", '5;a="\r"'],
      // 2^64 + 5, and 2^53 + 1.
      ...["10000000000000005", "20000000000001", "ffffffffffffffff5"],
    ];
    for (const line of lines) {
      await variant(JSON.stringify(line), () => {
        const chunks = `${line}\r\nhello\r\n0\r\n\r\n`;
        const statuses = /^[\da-f]{14,}$/.test(line) ? [400, 413] : [400];
        return expectRefused(postChunks(chunks), statuses);
      });
    }
  }),
);

Deno.test(task(12, "what is in order is served, however it is spelt", {
  because: "RFC 9110 section 5.5, RFC 9112 section 7: names of codings have " +
    "any case, blanks around a value are no part of it, and a length may " +
    "begin with zeros",
  likely: "the refusal has become too strict: these are unusual, and right",
}, async () => {
  const calls: string[] = [];
  await using server = await start(serveRecording(calls));
  const rows: [fieldLine: string, body: string][] = [
    ["Transfer-Encoding: Chunked", "hello"],
    ["TRANSFER-ENCODING:CHUNKED", "hello"],
    ["transfer-encoding:   chunked  ", "hello"],
    [`Content-Length: ${CHUNKS.length}`, CHUNKS],
    [`Content-Length:  ${CHUNKS.length} `, CHUNKS],
    [`content-length:000${CHUNKS.length}`, CHUNKS],
  ];
  const connection = await server.connect();
  for (const [fieldLine, body] of rows) {
    await variant(JSON.stringify(fieldLine), async () => {
      const request = requestWith("POST / HTTP/1.1", [fieldLine]);
      await connection.send(request + get("/next"));
      const response = await connection.readResponse();
      expectStatus(response, 200);
      expectBody(response, body);
      expectBody(await connection.readResponse(), "");
      assertEquals(calls.splice(0), ["/", "/next"], "what was handled");
    });
  }
}));
