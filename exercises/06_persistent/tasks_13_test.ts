/**
 * The suite of stage 06, task 13: what one client may take, in bytes and in
 * connections.
 *
 * @module
 */

import {
  type Connection,
  expectField,
  expectStatus,
  expectValue,
  Failure,
  fieldsOf,
  get,
  lineOf,
  Moment,
  pause,
  post,
  type RawResponse,
  sectionOf,
  type ServerUnderTest,
  SILENCE_MS,
  start,
  suite,
  Traffic,
  variant,
  within,
} from "../../kit/mod.ts";
import {
  announce,
  chunksOf,
  expectClose,
  serveCounting,
  serveWith,
} from "./engine_client.ts";
import type { ServeHttpOptions } from "./server.ts";

const task = suite(import.meta.url);

/** A limit: a request that keeps it, one that does not, and what becomes of it. */
type LimitRow = [
  name: string,
  options: ServeHttpOptions,
  kept: string,
  exceeded: string,
  status: number,
  likely?: string,
];

/** Sends what keeps a limit twice on one connection, then what does not. */
async function expectLimit(row: LimitRow): Promise<void> {
  const [name, options, kept, exceeded, status, likely] = row;
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
      expectClose(response);
      await connection.expectEnd();
    });
  }, likely === undefined ? {} : { likely });
}

Deno.test(task(13, "the limits of a header section count anew each time", {
  because: "RFC 9110 section 15.5.15, RFC 6585 section 5: 414 and 431",
  likely: "the bytes are counted for the connection, not for the request; or " +
    "the server waits for the end of a line before it looks how long it is",
  try: "curl -i http://127.0.0.1:8000/ -H \"X: $(printf '%40000d')\"",
}, async () => {
  const endless = "a".repeat(100_000);
  const rows: LimitRow[] = [
    ["8192 bytes of request-line", {}, lineOf(8192), lineOf(8193), 414],
    ["32 768 bytes of fields", {}, sectionOf(32_768), sectionOf(32_769), 431],
    ["100 fields", {}, fieldsOf(100), fieldsOf(101), 431],
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
      sectionOf(50),
      sectionOf(51),
      431,
    ],
    ["maxFields: 2", { maxFields: 2 }, fieldsOf(2), fieldsOf(3), 431],
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

Deno.test(task(13, "the limits of a body hold for chunks, too", {
  because: "RFC 9110 section 15.5.14, RFC 9112 sections 7.1.1 and 7.1.2: who " +
    "reads chunks limits the sum of them, and what stands between them",
  likely: "the size of one chunk is compared, not the sum; or extensions and " +
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
      "maxChunkExtensionBytes: 20 000, in one line",
      { maxChunkExtensionBytes: 20_000 },
      chunksOf([5], `;${"a".repeat(9_900)}`),
      chunksOf([5], `;${"a".repeat(20_100)}`),
      400,
      "the line with the size has a limit of its own, that no option moves",
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
      "maxTrailerBytes: 20 000",
      { maxTrailerBytes: 20_000 },
      chunksOf([5], "", long(19_900)),
      chunksOf([5], "", long(20_100)),
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
async function expectRoom(server: ServerUnderTest): Promise<void> {
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
  likely: "nobody counts, and the server runs out of memory or of file " +
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
  await variant("one outside, who has sent a request", async () => {
    using opened = new Moment("the server may accept");
    traffic.gate = opened.promise;
    const outside = await server.connect();
    // It is there, and unread, when the server answers.
    await outside.send(get("/"));
    opened.happen();
    const response = await outside.readResponse();
    expectStatus(response, 503);
    expectField(response, "Retry-After", /^\d+$/);
    expectClose(response);
    await outside.expectEnd("an end of file, and no reset");
    // Deno says end of file where a reset follows it closely.
    await pause(20);
    await outside.send("a");
    await outside.close();
  }, {
    likely:
      "the connection is closed right after the answer, with input that " +
      "was not read, and so it is reset: half-close, drain, then close",
  });
  const outside = await server.connect();
  expectStatus(await outside.readResponse(), 503);
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
    expectValue("the number of open connections", traffic.open, 0);
  });
  await variant("several outside, who stay", expectTurnedAway, {
    because: "RFC 9110 section 15.6.4: 503 is an answer, not a queue",
    likely: "the accept loop waits until the refused client has gone: refuse " +
      "it beside the loop, and keep the promise for shutdown()",
  });
}));

/** Expects that each of several clients is turned away at once. */
async function expectTurnedAway(): Promise<void> {
  await using server = await start(
    serveWith(() => ({ status: 200 })),
    // Who waits for as long does so beyond the deadline of this test.
    { maxConnections: 1, lingerMs: 10_000 },
  );
  const inside = await server.connect();
  await inside.send(get("/"));
  expectStatus(await inside.readResponse(), 200);
  const outside: Connection[] = [];
  for (const which of ["first", "second", "third"]) {
    await variant(`the ${which}`, async () => {
      const connection = await server.connect();
      outside.push(connection);
      expectStatus(await connection.readResponse(), 503);
    });
  }
  for (const connection of [inside, ...outside]) await connection.close();
}

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
  likely:
    "all that comes is read at once, into memory: read the next request " +
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
