/**
 * The suite of stage 06, tasks 13 and 14: what one client may take, in bytes,
 * in connections and in time.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import {
  type Connection,
  expectBody,
  expectField,
  expectStatus,
  Failure,
  get,
  httpRequest,
  Moment,
  pause,
  post,
  type RawResponse,
  type RunningServer,
  SILENCE_MS,
  start,
  type Subject,
  suite,
  Traffic,
  variant,
  within,
} from "../../kit/mod.ts";
import {
  type Bytes,
  type HttpHandler,
  serveHttp,
  type ServeHttpOptions,
} from "./server.ts";

const task = suite(import.meta.url);

const HOST = "Host: localhost";

/** What the last answer of a connection says. */
const LAST = { expected: "the last answer says so: Connection: close" };

/** What starts a server with a handler of the test's own. */
function serveWith(handler: HttpHandler) {
  return (options: ServeHttpOptions): RunningServer =>
    serveHttp(options, handler);
}

/** Serves a handler that reads all of a body, and says how long it was. */
const serveCounting = serveWith(async ({ body }) => {
  const { byteLength } = await new Response(body).arrayBuffer();
  return { status: 200, body: `${byteLength}` };
});

/** A limit: a request that keeps it, one that does not, and what becomes of it. */
type LimitRow = [
  name: string,
  options: ServeHttpOptions,
  kept: string,
  exceeded: string,
  status: number,
];

/** Sends what keeps a limit twice on one connection, then what does not. */
async function expectLimit(row: LimitRow): Promise<void> {
  const [name, options, kept, exceeded, status] = row;
  await variant(name, async () => {
    // Time enough to send all of it, however busy this machine is.
    const limits = { lingerMs: 10_000, ...options };
    await using server = await start(serveCounting, limits);
    const connection = await server.connect();
    for (const time of ["first", "second"]) {
      await variant(`within the limit, the ${time} time`, async () => {
        await connection.send(kept);
        expectStatus(await connection.readResponse(), 200);
      });
    }
    await variant("beyond the limit", async () => {
      await connection.send(exceeded);
      const response = await connection.readResponse();
      expectStatus(response, status);
      expectField(response, "Connection", /\bclose\b/i, LAST);
      await connection.expectEnd();
    });
  });
}

/** A GET whose request-line has this many bytes, CR LF not counted. */
function lineOf(bytes: number): string {
  return get(`/${"a".repeat(bytes - "GET / HTTP/1.1".length)}`);
}

/** A GET whose field lines have this many bytes, each with its CR LF. */
function fieldsOf(bytes: number): string {
  return get("/", `X: ${"a".repeat(bytes - `${HOST}\r\nX: \r\n`.length)}`);
}

/** A GET with so many fields. */
function countOf(fields: number): string {
  return get("/", ...Array(fields - 1).fill("X: a"));
}

Deno.test(task(13, "the limits of a header section count anew each time", {
  because: "RFC 9110 section 15.5.15, RFC 6585 section 5: 414 and 431",
  often: "the bytes are counted for the connection, not for the request; or " +
    "the server waits for the end of a line before it looks how long it is",
  try: "curl -i http://127.0.0.1:8000/ -H \"X: $(printf '%40000d')\"",
}, async () => {
  const endless = "a".repeat(100_000);
  const rows: LimitRow[] = [
    ["8192 bytes of request-line", {}, lineOf(8192), lineOf(8193), 414],
    ["32 768 bytes of fields", {}, fieldsOf(32_768), fieldsOf(32_769), 431],
    ["100 fields", {}, countOf(100), countOf(101), 431],
    [
      "maxRequestLineBytes: 50",
      { maxRequestLineBytes: 50 },
      lineOf(50),
      lineOf(51),
      414,
    ],
    [
      "maxHeaderBytes: 50",
      { maxHeaderBytes: 50 },
      fieldsOf(50),
      fieldsOf(51),
      431,
    ],
    ["maxFields: 2", { maxFields: 2 }, countOf(2), countOf(3), 431],
    ["a request-line without an end", {}, get("/"), `GET /${endless}`, 414],
    [
      "a field line without an end",
      {},
      get("/"),
      get("/", `X: ${endless}`).slice(0, -4),
      431,
    ],
  ];
  for (const row of rows) await expectLimit(row);
}));

/** A POST in chunks, each of these many bytes, and what follows its lines. */
function chunksOf(sizes: readonly number[], extension = "", trailers = "") {
  const chunks = sizes.map((size) =>
    `${size.toString(16)}${extension}\r\n${"a".repeat(size)}\r\n`
  );
  const lines = ["POST / HTTP/1.1", HOST, "Transfer-Encoding: chunked"];
  const end = `0\r\n${trailers}\r\n`;
  return httpRequest(lines, chunks.join("") + end);
}

/** The header section of a POST with so many bytes of body. */
function announce(bytes: number): string {
  return httpRequest(["POST / HTTP/1.1", HOST, `Content-Length: ${bytes}`]);
}

Deno.test(task(13, "the limits of a body hold for chunks, too", {
  because: "RFC 9110 section 15.5.14, RFC 9112 sections 7.1.1 and 7.1.2: who " +
    "reads chunks limits the sum of them, and what stands between them",
  often: "the size of one chunk is compared, not the sum; or extensions and " +
    "trailers are skipped without counting: they are bytes, too",
  try: "head -c 2000000 /dev/zero | curl -i -H 'Transfer-Encoding: chunked' " +
    "--data-binary @- http://127.0.0.1:8000/cgi-bin/post.ts",
}, async () => {
  const mebi = 1_048_576;
  const five = { maxBodyBytes: 5 };
  const small = chunksOf([5]);
  const many = Array(100).fill(1);
  const fields = (count: number) => "X: a\r\n".repeat(count);
  const long = (bytes: number) => `X: ${"a".repeat(bytes)}\r\n`;
  const rows: LimitRow[] = [
    [
      "1 048 576 bytes, announced",
      {},
      announce(1) + "a",
      announce(mebi + 1),
      413,
    ],
    [
      "1 048 576 bytes, in chunks",
      {},
      chunksOf([mebi / 2, mebi / 2]),
      chunksOf([mebi / 2, mebi / 2, 1]),
      413,
    ],
    ["maxBodyBytes: 5, announced", five, post("/", "hello"), announce(6), 413],
    ["maxBodyBytes: 5, one chunk", five, small, chunksOf([6]), 413],
    [
      "maxBodyBytes: 5, chunk by chunk",
      five,
      chunksOf([1, 1, 1, 1, 1]),
      chunksOf([1, 1, 1, 1, 1, 1]),
      413,
    ],
    [
      "4096 bytes of extensions",
      {},
      chunksOf(many, `;${"a".repeat(30)}`),
      chunksOf(many, `;${"a".repeat(50)}`),
      400,
    ],
    [
      "maxChunkExtensionBytes: 10",
      { maxChunkExtensionBytes: 10 },
      chunksOf([5], ";a=bcdefg"),
      chunksOf([5], ";a=bcdefghij"),
      400,
    ],
    [
      "an extension without an end",
      {},
      small,
      chunksOf([5], `;${"a".repeat(100_000)}`).slice(0, 90_000),
      400,
    ],
    [
      "8192 bytes of trailers",
      {},
      chunksOf([5], "", long(8000)),
      chunksOf([5], "", long(8200)),
      431,
    ],
    [
      "maxTrailerBytes: 20",
      { maxTrailerBytes: 20 },
      chunksOf([5], "", long(10)),
      chunksOf([5], "", long(30)),
      431,
    ],
    [
      "100 trailers",
      {},
      chunksOf([5], "", fields(100)),
      chunksOf([5], "", fields(101)),
      431,
    ],
    [
      "a trailer without an end",
      {},
      small,
      chunksOf([5], "", long(100_000)).slice(0, 90_000),
      431,
    ],
  ];
  for (const row of rows) await expectLimit(row);
}));

/** Tries until a new client is served; that must be in time. */
async function expectRoom(server: Subject): Promise<void> {
  const giveUp = Date.now() + SILENCE_MS;
  let response: RawResponse;
  do response = await server.exchange(get("/", "Connection: close")); while (
    response.status === 503 && Date.now() < giveUp
  );
  expectStatus(response, 200, {
    expected: "a place becomes free when a connection ends",
  });
}

Deno.test(task(13, "one connection too many is answered 503", {
  because: "RFC 9110 sections 15.6.4 and 10.2.3: with Retry-After",
  often: "nobody counts, and the server runs out of memory or of file " +
    "descriptors; or a connection that has ended is still counted; or who " +
    "is turned away keeps a connection all the same, and stays",
}, async () => {
  using traffic = new Traffic();
  await using server = await start(
    serveWith(() => ({ status: 200 })),
    { maxConnections: 2 },
  );
  const inside: Connection[] = [];
  for (let count = 0; count < 2; count++) {
    const connection = await server.connect();
    await connection.send(get("/"));
    expectStatus(await connection.readResponse(), 200);
    inside.push(connection);
  }
  const outside = await server.connect();
  const response = await outside.readResponse();
  expectStatus(response, 503);
  expectField(response, "Retry-After", /^\d+$/);
  expectField(response, "Connection", /\bclose\b/i, LAST);
  await outside.expectEnd();
  await variant("those inside go on", async () => {
    await inside[0].send(get("/"));
    expectStatus(await inside[0].readResponse(), 200);
  });
  await variant("one of them leaves", async () => {
    await inside[1].close();
    await expectRoom(server);
  });
  await variant("the one outside stays, and the server ends", async () => {
    await server.shutdown();
    assertEquals(traffic.open, 0, "connections that are open after shutdown()");
  });
}));

/** Sends without end; gives up when it is told to, or cannot. */
async function flood(connection: Connection, piece: string, times: number) {
  try {
    for (let count = 0; count < times; count++) await connection.send(piece);
  } catch (error) {
    // The test ends, and the connection with it.
    if (!(error instanceof Failure)) throw error;
  }
}

Deno.test(task(13, "a client that sends ahead fills no memory", {
  because: "RFC 9293 section 3.8: who does not read is not sent more; that " +
    "holds for a server, too",
  often: "all that comes is read at once, into memory: read the next request " +
    "when the last is answered, and a body when the handler wants it",
}, async () => {
  const piece = get("/ahead").repeat(1500);
  const mebibytes = Math.floor(piece.length * 500 / 1_048_576);
  const beginnings: Record<string, string> = {
    "requests that wait for the first": get("/"),
    "a body that the handler does not read": announce(1_000_000_000),
  };
  for (const [name, beginning] of Object.entries(beginnings)) {
    await variant(name, async () => {
      using traffic = new Traffic();
      await using server = await start(
        serveWith(async () => {
          called.happen();
          await goOn.promise;
          return { status: 200 };
        }),
        { maxBodyBytes: 1_000_000_000, shutdownGraceMs: 0 },
      );
      using called = new Moment("the handler is called");
      using goOn = new Moment("the handler may answer");
      const connection = await server.connect();
      await connection.send(beginning);
      await called.expect();
      const flooding = flood(connection, piece, 500);
      // Long enough for a server that reads on to have read all of it.
      await within(flooding, 400, undefined);
      const read = Math.floor(traffic.bytesRead / 1_048_576);
      await connection.destroy();
      goOn.happen();
      await flooding;
      if (read >= 2) {
        throw new Failure(`${read} of ${mebibytes} MiB were read ahead`, {
          expected: "no more than 1 MiB is read that nobody has asked for",
        });
      }
    });
  }
}));

Deno.test(task(14, "a connection that is idle for too long is closed", {
  because: "RFC 9112 section 9.5: a server may close at any time; without a " +
    "request there is nothing to answer",
  often: "it is answered 408, which the client takes for the answer to its " +
    "next request; or nobody looks at the clock between two requests",
}, async () => {
  const rows: Record<string, (connection: Connection) => Promise<void>> = {
    "before its first request": async () => {},
    "after an answer": async (connection) => {
      await connection.send(get("/"));
      expectStatus(await connection.readResponse(), 200);
    },
  };
  await Promise.all(
    Object.entries(rows).map(([name, begin]) =>
      variant(`${name}, idleTimeoutMs: 500`, async () => {
        await using server = await start(
          serveWith(() => ({ status: 200 })),
          { idleTimeoutMs: 500 },
        );
        const connection = await server.connect();
        await begin(connection);
        await connection.expectEnd(
          "the connection ends after idleTimeoutMs, without a word",
          "it is answered 408: nothing was asked",
        );
      })
    ),
  );
}));

Deno.test(task(14, "who works is not idle", {
  because: "RFC 9112 section 9.5: an idle connection is one on which nothing " +
    "is under way",
  often: "the clock for idle connections runs on while a request is read, " +
    "handled or answered",
}, async () => {
  await using server = await start(
    serveWith(async ({ path, body }) => {
      await new Response(body).text();
      if (path !== "/stream") {
        await pause(900);
        return { status: 200, body: "done" };
      }
      const stream = ReadableStream.from(async function* () {
        for (const letter of "done") {
          await pause(250);
          yield new TextEncoder().encode(letter);
        }
      }());
      return { status: 200, body: stream };
    }),
    { idleTimeoutMs: 500 },
  );
  async function expectDone(name: string, pieces: string[]): Promise<void> {
    await variant(name, async () => {
      const connection = await server.connect();
      await connection.sendPieces(pieces, 250);
      expectBody(await connection.readResponse(), "done");
    });
  }
  await Promise.all([
    expectDone("a handler that takes long", [get("/handler")]),
    expectDone("a stream that takes long", [get("/stream")]),
    expectDone("a header section that takes long", [
      "GET / HTTP/1.1\r\n",
      ...["X: y\r\n", "X: y\r\n", "X: y\r\n"],
      `${HOST}\r\n\r\n`,
    ]),
    expectDone("a body that takes long", [announce(4), ..."body"]),
  ]);
}));

/** Sends a byte every 20 ms until something comes; that must be in time. */
async function dripUntilAnswered(connection: Connection): Promise<void> {
  let outcome: string | undefined;
  const answered = connection.more().then((result) => outcome = result);
  while (outcome === undefined) await connection.sendPieces(["a"], 20);
  await answered;
  if (outcome !== "silence") return;
  throw new Failure(
    `no answer within ${connection.silenceMs} ms, a byte every 20 ms`,
    {
      transcript: connection.transcript,
      expected: "408 when the time is over, whether bytes come or not",
    },
  );
}

Deno.test(task(14, "who sends too slowly is answered 408, whichever request", {
  because: "RFC 9110 section 15.5.9",
  often: "the clock runs for the first request only; or every byte starts it " +
    "anew: a client that sends one now and then stays for ever",
  try: "(printf 'GET / HT'; sleep 12) | nc 127.0.0.1 8000",
}, async () => {
  const chunked = chunksOf([1000]);
  const rows: [name: string, beginning: string, options: ServeHttpOptions][] = [
    ["in the request-line", "GET /", { headerTimeoutMs: 200 }],
    ["in a field line", get("/").slice(0, -4), { headerTimeoutMs: 200 }],
    ["in the body", announce(1000), { bodyTimeoutMs: 200 }],
    ["in a chunk", chunked.slice(0, -900), { bodyTimeoutMs: 200 }],
    [
      "in a chunk extension",
      `${chunked.slice(0, chunked.indexOf("\r\na"))};a`,
      {
        bodyTimeoutMs: 200,
      },
    ],
    ["in a trailer", `${chunked.slice(0, -2)}X: a`, { bodyTimeoutMs: 200 }],
  ];
  for (const [name, beginning, options] of rows) {
    await variant(`${name}, ${JSON.stringify(options)}`, async () => {
      await using server = await start(serveCounting, options);
      const connection = await server.connect();
      await connection.send(get("/"));
      expectStatus(await connection.readResponse(), 200);
      await connection.send(beginning);
      await dripUntilAnswered(connection);
      const response = await connection.readResponse();
      expectStatus(response, 408);
      expectField(response, "Connection", /\bclose\b/i, LAST);
    });
  }
}));

/** Reads a body slowly, but steadily: a mebibyte, then a rest. */
async function readSteadily(connection: Connection, length: number) {
  await connection.readUntil("\r\n\r\n");
  for (let received = 0; received < length;) {
    const piece = Math.min(1_048_576, length - received);
    while (connection.unread.length < piece) {
      const outcome = await connection.more();
      if (outcome === "bytes") continue;
      received += connection.unread.length;
      throw new Failure(`cut after ${received} of ${length} bytes`, {
        transcript: connection.transcript,
        expected: "a client that reads on gets all of it, however slowly",
      });
    }
    received += connection.take(piece).length;
    await pause(100);
  }
}

Deno.test(task(14, "who does not read its answer is cut, who is slow is not", {
  because: "RFC 9112 section 9.5; who waits for ever for one client keeps " +
    "the file, the program and the memory of its answer for as long",
  often: "write() is awaited without a deadline; or the deadline is for the " +
    "whole answer: a large file takes its time",
}, async () => {
  const length = 16 * 1_048_576;
  const headers = { "Content-Length": `${length}` };
  using cancelled = new Moment("the stream of the handler is cancelled");
  using aborted = new Moment("request.signal aborts");
  const serveLarge = serveWith(({ path, signal }) => {
    if (path === "/bytes") {
      signal.addEventListener("abort", aborted.happen);
      return { status: 200, body: new Uint8Array(length) };
    }
    let left = length;
    const body = new ReadableStream<Bytes>({
      pull(controller) {
        controller.enqueue(new Uint8Array(65_536));
        left -= 65_536;
        if (left === 0) controller.close();
      },
      cancel: cancelled.happen,
    });
    return { status: 200, headers, body };
  });
  for (
    const [path, cut] of Object.entries({ stream: cancelled, bytes: aborted })
  ) {
    await variant(
      `who does not read, ${path}, sendTimeoutMs: 200`,
      async () => {
        await using server = await start(serveLarge, { sendTimeoutMs: 200 });
        const connection = await server.connect();
        await connection.send(get(`/${path}`));
        await cut.expect();
        await expectCut(connection, length);
      },
    );
  }
  await variant("who reads slowly, sendTimeoutMs: 1000", async () => {
    await using server = await start(serveLarge, { sendTimeoutMs: 1000 });
    await Promise.all(["/stream", "/bytes"].map(async (path) => {
      const connection = await server.connect();
      await connection.send(get(path));
      await readSteadily(connection, length);
    }));
  });
}));

/** Expects that the connection ends before all of an answer has come. */
async function expectCut(connection: Connection, length: number) {
  let outcome = await connection.more();
  while (outcome === "bytes") outcome = await connection.more();
  assert(outcome !== "silence", "the connection stays open");
  const isWhole = connection.unread.length >= length;
  assertEquals(isWhole, false, "whether the answer has come whole");
}
