/**
 * The suite of stage 06, task 14: how long one client may take.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import {
  type Connection,
  dripUntilAnswered,
  expectBody,
  expectStatus,
  Failure,
  get,
  Moment,
  pause,
  start,
  suite,
  variant,
} from "../../kit/mod.ts";
import {
  announce,
  chunksOf,
  expectClose,
  serveCounting,
  serveWith,
} from "./engine_client.ts";
import type { Bytes, ServeHttpOptions } from "./server.ts";

const task = suite(import.meta.url);

Deno.test(task(14, "a connection that is idle for too long is closed", {
  because: "RFC 9112 section 9.5: a server may close at any time; without a " +
    "request there is nothing to answer",
  likely: "it is answered 408, which the client takes for the answer to its " +
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
  likely: "the clock for idle connections runs on while a request is read, " +
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
      "Host: localhost\r\n\r\n",
    ]),
    expectDone("a body that takes long", [announce(4), ..."body"]),
  ]);
}));

Deno.test(task(14, "who sends too slowly is answered 408, whichever request", {
  because: "RFC 9110 section 15.5.9",
  likely:
    "the clock runs for the first request only; or every byte starts it " +
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
      { bodyTimeoutMs: 200 },
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
      expectClose(response);
    });
  }
  await variant("line by line, headerTimeoutMs: 400", expectOneClock, {
    likely: "the fields have a clock of their own: that of the request-line " +
      "goes on, readRequestStart has brought it",
  });
  await variant("in a body that nobody reads", expectRestInTime, {
    because: "RFC 9112 section 9.5",
    likely:
      "the clock is that of the handler's stream: the engine reads what " +
      "is left of a body, too, and must not wait for ever",
  });
}));

/** Expects that request-line and fields have no more time than one of them. */
async function expectOneClock(): Promise<void> {
  await using server = await start(serveCounting, {
    headerTimeoutMs: 400,
    // The client sends on, whatever it has been told.
    lingerMs: 10_000,
  });
  const connection = await server.connect();
  const requestLine = ["GET ", "/ ", "HTTP", "/1.1\r\n"];
  const fields = ["Host", ": local", "host\r\n", "X: y\r\n"];
  await connection.sendPieces([...requestLine, ...fields], 75);
  await connection.send("\r\n");
  expectStatus(await connection.readResponse(), 408);
}

/** Expects that the engine waits no longer for a rest than a handler would. */
async function expectRestInTime(): Promise<void> {
  const rows: [name: string, beginning: string][] = [
    ["Content-Length", announce(5)],
    ["in a chunk", chunksOf([1000]).slice(0, -900)],
    ["before a trailer", chunksOf([5]).slice(0, -2)],
  ];
  await using server = await start(
    serveWith(() => ({ status: 200 })),
    { bodyTimeoutMs: 200 },
  );
  for (const [name, beginning] of rows) {
    await variant(`${name}, bodyTimeoutMs: 200`, async () => {
      const connection = await server.connect();
      await connection.send(beginning);
      expectStatus(await connection.readResponse(), 200);
      await connection.expectEnd(
        "the connection ends after bodyTimeoutMs, without another answer",
        "408 follows the answer: the client takes it for the next one",
      );
    });
  }
}

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
  likely: "write() is awaited without a deadline; or the deadline is for the " +
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
