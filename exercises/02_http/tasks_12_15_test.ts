/**
 * The suite of stage 02, tasks 12 to 15: clients that are careless or hostile.
 *
 * @module
 */

import { assert } from "@std/assert";
import {
  bodyText,
  concat,
  dripUntilAnswered,
  expectField,
  expectStatus,
  Failure,
  fieldsOf,
  get,
  httpRequest,
  lineOf,
  post,
  type RawResponse,
  sectionOf,
  start,
  suite,
  toBytes,
  variant,
} from "../../kit/mod.ts";
import { serve, serveHttp, type ServeHttpOptions } from "./server.ts";

const task = suite(import.meta.url);

const HOST = "Host: localhost";

/** Serves a handler that is content with everything, and reads no body. */
function serveAnything(options: ServeHttpOptions) {
  return serveHttp(options, () => ({ status: 200 }));
}

/** Expects one of several status codes, where the RFC leaves a choice. */
function expectOneOf(response: RawResponse, statuses: number[]): void {
  if (!statuses.includes(response.status)) expectStatus(response, statuses[0]);
}

Deno.test(task(12, "a request of HTTP/1.1 names its host exactly once", {
  because: "RFC 9112 section 3.2, RFC 9110 section 7.2: no Host, two of them " +
    "or a malformed one is 400",
  likely:
    "nobody looks at Host, or Headers joins two of them into one value: " +
    "count the field lines",
  try: "printf 'GET / HTTP/1.1\\r\\n\\r\\n' | nc 127.0.0.1 8000",
}, async () => {
  await using server = await start(serve);
  const rows: [fieldLines: string[], status: number][] = [
    [[], 400],
    [["Host: localhost", "Host: localhost"], 400],
    [["Host: localhost", "Host: example.org"], 400],
    [["Host: localhost, example.org"], 400],
    [["Host: local host"], 400],
    [["Host: localhost/path"], 400],
    [["Host: user@localhost"], 400],
    [["Host: localhost:http"], 400],
    [["Host: localhost:80"], 200],
    [["Host: [::1]:80"], 200],
    [["Host:"], 200],
  ];
  for (const [fieldLines, status] of rows) {
    await variant(fieldLines.join(" | ") || "no Host", async () => {
      const request = httpRequest(["GET / HTTP/1.1", ...fieldLines]);
      expectStatus(await server.exchange(request), status);
    });
  }
}));

Deno.test(task(12, "a length that can be read in two ways is refused", {
  because: "RFC 9112 section 6.3: what two servers in a row understand " +
    "differently smuggles a request past one of them",
  likely: "Number() and parseInt() take much that is no length: only digits; " +
    "and exactly one field line",
  try:
    "printf 'POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: +1\\r\\n\\r\\na' " +
    "| nc 127.0.0.1 8000",
}, async () => {
  await using server = await start(serve);
  const lengths = [
    ["+13"],
    ["-13"],
    ["0xD"],
    ["13.0"],
    ["1e1"],
    ["13 13"],
    ["13, 13"],
    ["thirteen"],
    [""],
    ["99999999999999999999"],
    ["13", "13"],
    ["13", "12"],
    ["12", "13"],
  ];
  for (const values of lengths) {
    const fieldLines = values.map((value) => `Content-Length: ${value}`);
    await variant(fieldLines.join(" | "), async () => {
      const lines = ["POST / HTTP/1.1", HOST, ...fieldLines];
      const request = httpRequest(lines, "firstname=Ada");
      const response = await server.exchange(request);
      expectStatus(response, 400);
      expectField(response, "Connection", "close");
    });
  }
}));

Deno.test(task(12, "a transfer coding is not overlooked", {
  because:
    "RFC 9112 section 6.3, RFC 9110 section 15.5.12: it says where the " +
    "body ends, so who cannot read it answers 411",
  likely: "Transfer-Encoding is not looked at, and its bytes are taken for " +
    "the next request, or left out",
  try: "curl -i -H 'Transfer-Encoding: chunked' -d 'firstname=Ada' " +
    "http://127.0.0.1:8000/",
}, async () => {
  await using server = await start(serve);
  const chunks = "d\r\nfirstname=Ada\r\n0\r\n\r\n";
  const coding = "Transfer-Encoding: chunked";
  await variant("chunked", async () => {
    const lines = ["POST / HTTP/1.1", HOST, coding];
    const response = await server.exchange(httpRequest(lines, chunks));
    // A later stage reads it: then it must have been read right.
    const isRead = bodyText(response).includes("<p>Ada</p>");
    if (!isRead) expectStatus(response, 411);
  });
  const rows = [
    ["POST / HTTP/1.1", HOST, coding, "Content-Length: 13"],
    ["POST / HTTP/1.1", HOST, "Content-Length: 13", coding],
    ["POST / HTTP/1.1", HOST, "Transfer-Encoding: identity"],
    ["GET / HTTP/1.1", HOST, "transfer-encoding: gzip, chunked"],
  ];
  for (const lines of rows) {
    await variant(lines.slice(2).join(" | "), async () => {
      const response = await server.exchange(httpRequest(lines, chunks));
      expectOneOf(response, [411, 400, 501]);
    });
  }
}));

/** Field lines and line ends that a strict reader refuses. */
const STRANGE: Record<string, string> = {
  "LF alone after the request-line": "GET / HTTP/1.1\nHost: localhost\r\n\r\n",
  "LF alone after a field line":
    "GET / HTTP/1.1\r\nHost: localhost\nAccept: a\r\n\r\n",
  "LF alone for the empty line":
    "GET / HTTP/1.1\r\nHost: localhost\r\n\nAccept: a\r\n\r\n",
  "CR alone in a value": get("/", "Accept: a\rb"),
  "CR alone between two field lines": get("/", "Accept: a\rX: b"),
  "two CR before LF": get("/", "Accept: a\r"),
  "a space before the colon": get("/", "Accept : a"),
  "a tab before the colon": get("/", "Accept\t: a"),
  "a space before the first name": "GET / HTTP/1.1\r\n Host: localhost\r\n\r\n",
  "a folded line": get("/", "Accept: a", " b"),
  "a line folded with a tab": get("/", "Accept: a", "\tb: c"),
  "a space in a name": get("/", "Ac cept: a"),
  "an umlaut in a name": get("/", "Äpfel: a"),
  "a parenthesis in a name": get("/", "(Accept): a"),
  "NUL in a value": get("/", "Accept: a\0b"),
  "ESC in a value": get("/", "Accept: a\x1b[2J"),
  "DEL in a value": get("/", "Accept: a\x7f"),
  "a tab in the target": get("/?a\tb"),
  "NUL in the target": get("/?a\0b"),
  "an umlaut in the target": get("/?ä"),
};

Deno.test(task(13, "a line end or a character that does not belong is 400", {
  because: "RFC 9112 sections 2.2, 5.1 and 5.2, RFC 9110 section 5.5",
  likely: "lines are split at LF, or trimmed before they are looked at; a " +
    "name is a token, a value has no control character but the tab, and a " +
    "target is visible ASCII",
  try: "printf 'GET / HTTP/1.1\\r\\nHost : x\\r\\n\\r\\n' | nc 127.0.0.1 8000",
}, async () => {
  await using server = await start(serve);
  for (const [name, request] of Object.entries(STRANGE)) {
    await variant(name, async () => {
      const response = await server.exchange(request);
      expectStatus(response, 400);
      expectField(response, "Connection", "close");
    });
  }
  await variant(
    "a tab and bytes above 127 in a value are allowed",
    async () => {
      const value = Uint8Array.of(0x63, 0x09, 0x61, 0x66, 0xe9);
      const [before, after] = get("/", "Accept: |").split("|");
      const request = concat([toBytes(before), value, toBytes(after)]);
      expectStatus(await server.exchange(request), 200);
    },
  );
}));

Deno.test(task(13, "no client can forge a line of the log", {
  because: "whoever reads the log believes what it says",
  likely: "the request-line is logged as it came: JSON.stringify escapes " +
    "control characters and quotation marks",
}, async () => {
  await using server = await start(serve);
  const forged = '127.0.0.1:1 "GET /admin HTTP/1.1" 200';
  for (
    const request of [
      get(`/\n${forged}\n`),
      `GET /\r${forged} HTTP/1.1\r\n${HOST}\r\n\r\n`,
      `\x1b[2J${get("/")}`,
      get(`/"\u0085`),
      post("/", `firstname=\n${forged}\n`),
      get("/", `X: a\r\r${forged}`),
    ]
  ) await server.exchange(request);
  await server.exchange(get("/"));
  await server.shutdown();
  assert(server.log.length > 0, "a request was served, and nothing is logged");
  for (const line of server.log) {
    const hasControl = toBytes(line).some((byte) => byte < 0x20);
    assert(
      !hasControl,
      `a control character in the log: ${Deno.inspect(line)}`,
    );
    assert(!line.startsWith(forged), `forged: ${Deno.inspect(line)}`);
  }
}));

Deno.test(task(14, "whatever is too long is refused, each with its status", {
  because: "RFC 9110 sections 15.5.14 and 15.5.15, RFC 6585 section 5",
  likely:
    "nobody counts while reading: the memory of the server then belongs " +
    "to its clients; or one more or less is counted",
  try: "curl -i http://127.0.0.1:8000/ -H \"X: $(printf '%40000d')\"",
}, async () => {
  const length = (bytes: number, ...lines: string[]) =>
    httpRequest([
      "POST / HTTP/1.1",
      HOST,
      `Content-Length: ${bytes}`,
      ...lines,
    ]);
  const body = "a".repeat(1_048_576);
  const rows: [string, string, number, ServeHttpOptions?][] = [
    ["a request-line of 8192 bytes", lineOf(8192), 200],
    ["a request-line of 8193 bytes", lineOf(8193), 414],
    ["a request-line that never ends", `GET /${"a".repeat(100_000)}`, 414],
    ["maxRequestLineBytes: 50", lineOf(51), 414, { maxRequestLineBytes: 50 }],
    ["field lines of 32 768 bytes", sectionOf(32_768), 200],
    ["field lines of 32 769 bytes", sectionOf(32_769), 431],
    ["a field line that never ends", get("/").slice(0, -2) + body, 431],
    ["100 fields", fieldsOf(100), 200],
    ["101 fields", fieldsOf(101), 431],
    ["maxHeaderBytes: 50", sectionOf(51), 431, { maxHeaderBytes: 50 }],
    ["maxFields: 2", fieldsOf(3), 431, { maxFields: 2 }],
    ["a body of 1 048 576 bytes", length(1_048_576) + body, 200],
    ["a body of 1 048 577 bytes", length(1_048_577), 413],
    [
      "such a body, before it is sent",
      length(1_048_577, "Expect: 100-continue"),
      413,
    ],
    ["maxBodyBytes: 5", length(6), 413, { maxBodyBytes: 5 }],
  ];
  for (const [name, request, status, options] of rows) {
    await variant(name, async () => {
      // Time enough to send all of it, however busy this machine is.
      const limits = { lingerMs: 10_000, ...options };
      await using server = await start(serveAnything, limits);
      expectStatus(await server.exchange(request), status);
    });
  }
}));

Deno.test(task(14, "a client that takes too long is answered 408", {
  because: "RFC 9110 section 15.5.9",
  likely: "every byte starts the time anew: a client that sends one now and " +
    "then stays for ever; add up what you wait for the header section, and " +
    "what you wait for the body",
  try: "(printf 'GET / HT'; sleep 12) | nc 127.0.0.1 8000",
}, async () => {
  const body = "a".repeat(1000);
  const rows: [string, string, ServeHttpOptions][] = [
    ["in the request-line", "GET /", { headerTimeoutMs: 200 }],
    ["in a field line", get("/").slice(0, -4), { headerTimeoutMs: 200 }],
    ["in the body", post("/", body).slice(0, -999), { bodyTimeoutMs: 200 }],
  ];
  for (const [name, beginning, options] of rows) {
    await variant(`${name}, ${JSON.stringify(options)}`, async () => {
      await using server = await start(serve, options);
      const connection = await server.connect();
      await connection.send(beginning);
      await dripUntilAnswered(connection);
      expectStatus(await connection.readResponse(), 408);
    });
  }
}));

Deno.test(task(15, "a client that still sends can read the error", {
  because: "RFC 9112 section 9.6: a server that closes with unread input " +
    "resets the connection, and the reset can overtake the answer",
  likely: "the connection is closed right after the error: half-close, " +
    "drain, then close; serveTcp does that when the handler returns, and " +
    "not when it throws",
  try: "head -c 2000000 /dev/zero | curl -i --data-binary @- " +
    "http://127.0.0.1:8000/",
}, async () => {
  await using server = await start(serve, { lingerMs: 10_000 });
  const large = "a".repeat(1_048_576);
  const rows: [name: string, request: string, status: number][] = [
    ["a body that is too large", post("/", large + large), 413],
    ["a body that nobody wants", post("/nothing", large), 404],
    ["what is no request", `HELLO\r\n\r\n${large}`, 400],
    ["a request-line that is too long", `GET /${large}`, 414],
  ];
  for (const [name, request, status] of rows) {
    await variant(name, async () => {
      const connection = await server.connect();
      const bytes = toBytes(request);
      await connection.send(bytes.subarray(0, 100_000));
      expectStatus(await connection.readResponse(), status);
      // What reaches a closed socket is answered with a reset.
      for (let at = 100_000; at < bytes.length; at += 50_000) {
        await connection.sendPieces([bytes.subarray(at, at + 50_000)]);
      }
      await connection.expectEnd("the server says at once that this was all");
    });
  }
}));

Deno.test(task(15, "a client that never stops sending is let go", {
  because: "RFC 9112 section 9.6: half-close, read on for a while, then close",
  likely: "lingerMs does not reach serveTcp, or the rest is drained without " +
    "a deadline",
}, async () => {
  await using server = await start(serve, { lingerMs: 50 });
  const connection = await server.connect();
  await connection.send("HELLO\r\n\r\n");
  expectStatus(await connection.readResponse(), 400);
  await connection.expectEnd();
  const giveUp = Date.now() + connection.silenceMs;
  while (Date.now() < giveUp) {
    try {
      await connection.sendPieces(["still talking"], 5);
    } catch {
      return;
    }
  }
  throw new Failure("the server still reads from a client that never ends", {
    transcript: connection.transcript,
    expected: "the connection is closed lingerMs after the answer",
  });
}));
