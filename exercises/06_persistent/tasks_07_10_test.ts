/**
 * The suite of stage 06, tasks 7 to 10: answers that fail, that wait, that are
 * small, and that are larger than the client can take.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import {
  type Connection,
  expectBody,
  expectStatus,
  Failure,
  get,
  httpRequest,
  Moment,
  pause,
  post,
  start,
  suite,
  toBytes,
  Traffic,
  variant,
  within,
} from "../../kit/mod.ts";
import { expectClose, serveWith } from "./engine_client.ts";
import { type Bytes, HttpError, type HttpResponse } from "./server.ts";

const task = suite(import.meta.url);

/** A stream of these chunks, one by one; what is an error breaks it off. */
function slowStreamOf(...chunks: (string | Error)[]): ReadableStream<Bytes> {
  return ReadableStream.from(async function* () {
    for (const chunk of chunks) {
      // Long enough for the chunk before to be on its way.
      await pause(1);
      if (chunk instanceof Error) throw chunk;
      yield toBytes(chunk).slice();
    }
  }());
}

Deno.test(task(7, "what a handler throws costs its own request only", {
  because: "RFC 9110 section 15: an error is an answer like any other, and " +
    "says where it ends",
  often: "the connection is closed after every error: only who cannot tell " +
    "where the request ends must do that",
}, async () => {
  await using server = await start(serveWith(async ({ path, body }) => {
    if (path === "/http-error") throw new HttpError(409, "too late");
    if (path === "/after-the-body") await new Response(body).text();
    if (path !== "/next") throw new Error("the handler broke");
    return { status: 200, body: "next" };
  }));
  const rows: [request: string, status: number][] = [
    [get("/error"), 500],
    [get("/http-error"), 409],
    [post("/error", "hello"), 500],
    [post("/after-the-body", "hello"), 500],
    [post("/http-error", "hello"), 409],
  ];
  const connection = await server.connect();
  for (const [request, status] of rows) {
    await variant(request.slice(0, request.indexOf(" HTTP")), async () => {
      await connection.send(request + get("/next"));
      expectStatus(await connection.readResponse(), status);
      expectBody(await connection.readResponse(), "next");
    });
  }
}));

/** What comes until the connection ends or falls silent. */
interface Rest {
  readonly connection: Connection;
  readonly text: string;
  readonly hasEnded: boolean;
}

/** Reads on until the connection ends, be it with an end of file or a reset. */
async function readRest(connection: Connection): Promise<Rest> {
  let outcome = await connection.more();
  while (outcome === "bytes") outcome = await connection.more();
  const text = new TextDecoder().decode(connection.unread);
  return { connection, text, hasEnded: outcome !== "silence" };
}

/** Expects that a body has broken off, and nothing follows it. */
function expectCut({ connection, text, hasEnded }: Rest): void {
  const { transcript, consumed } = connection;
  const expected = "the connection ends: it is the only way to say that the " +
    "body is not whole";
  const next = text.indexOf("HTTP/1.1 ");
  if (next >= 0) {
    const mark = { offset: consumed + next, note: "another answer" };
    const headline = "another answer follows a body that is not whole";
    throw new Failure(headline, { transcript, mark, expected });
  }
  if (hasEnded) return;
  throw new Failure("the connection stays open", { transcript, expected });
}

Deno.test(task(7, "a stream that breaks off is not ended as if it were whole", {
  because: "RFC 9112 sections 7.1 and 8: the last chunk says that the body " +
    "is complete; without it, the client knows that something is missing",
  often: "the last chunk is written in a finally block, or the error is " +
    "caught inside; close the connection, and log the error",
}, async () => {
  const broken = new Error("the disk is gone");
  const bodies: Record<string, (string | Error)[]> = {
    "/after-one-chunk": ["hello", broken],
    "/after-an-empty-chunk": ["hello", "", broken],
  };
  await using server = await start(serveWith(({ path }) => ({
    status: 200,
    body: path === "/next" ? "next" : slowStreamOf(...bodies[path]),
  })));
  for (const path of Object.keys(bodies)) {
    await variant(path.slice(1).replaceAll("-", " "), async () => {
      const connection = await server.connect();
      await connection.send(get(path) + get("/next"));
      await connection.readUntil("5\r\nhello\r\n");
      const rest = await readRest(connection);
      if (rest.text.startsWith("0\r\n")) {
        const { transcript, consumed: offset } = connection;
        throw new Failure("the last chunk is sent, though the stream failed", {
          transcript,
          mark: { offset, note: "this says that the body is whole" },
          expected: "the connection ends, without a last chunk",
        });
      }
      expectCut(rest);
    });
  }
  await server.logged("the disk is gone");
}));

Deno.test(task(7, "a stream that has not its length ends the connection", {
  because: "RFC 9112 section 6.3: a byte too many begins the next answer, " +
    "and one too few takes its first",
  often: "the bytes that were sent are not counted, and the next answer " +
    "follows all the same",
}, async () => {
  const bodies: Record<string, (string | Error)[]> = {
    "/too-short": ["hello"],
    "/empty": [],
    "/too-long": ["hello", "world", "!"],
    "/too-long-at-once": ["hello world"],
    "/broken-off": ["hello", new Error("the disk is gone")],
  };
  await using server = await start(serveWith(({ path }): HttpResponse => {
    if (path === "/next") return { status: 200, body: "next" };
    const headers = { "Content-Length": "10" };
    return { status: 200, headers, body: slowStreamOf(...bodies[path]) };
  }));
  for (const path of Object.keys(bodies)) {
    await variant(path.slice(1).replaceAll("-", " "), async () => {
      const connection = await server.connect();
      await connection.send(get(path) + get("/next"));
      await connection.readUntil("\r\n\r\n");
      const rest = await readRest(connection);
      const tooMany = rest.text.length - 10;
      if (tooMany > 0 && !rest.text.includes("HTTP/1.1 ")) {
        throw new Failure(`${tooMany} bytes too many`, {
          transcript: connection.transcript,
          mark: { offset: connection.consumed + 10, note: "the end was here" },
          expected: "no byte beyond Content-Length: it would begin an answer",
        });
      }
      expectCut(rest);
    });
  }
}));

/** The header section of a request that waits with its body of 13 bytes. */
function expectant(expectation: string, bytes = 13): string {
  return httpRequest([
    "POST /expectant HTTP/1.1",
    "Host: localhost",
    `Content-Length: ${bytes}`,
    `Expect: ${expectation}`,
  ]);
}

Deno.test(task(8, "100 Continue, the answer, and the connection goes on", {
  because: "RFC 9110 section 10.1.1: 100 is an answer of its own, without a " +
    "body, and the one that counts comes after it",
  often: "100 Continue is sent once for a connection, or the connection is " +
    "closed after such a request",
  try: "curl -v -H 'Expect: 100-continue' -d 'firstname=Ada' " +
    "http://127.0.0.1:8000/cgi-bin/post.ts",
}, async () => {
  await using server = await start(serveWith(async ({ path, body }) => ({
    status: 200,
    body: `${path} ${await new Response(body).text()}`,
  })));
  const connection = await server.connect();
  for (const time of ["first", "second"]) {
    await variant(`the ${time} time`, async () => {
      await connection.send(expectant("100-continue"));
      expectStatus(await connection.readResponse(), 100);
      await connection.send("firstname=Ada" + get("/one") + get("/two"));
      for (const body of ["/expectant firstname=Ada", "/one ", "/two "]) {
        expectBody(await connection.readResponse(), body);
      }
    });
  }
}));

Deno.test(task(8, "who is refused is not told to go on, and cannot", {
  because: "RFC 9110 section 10.1.1: nobody can say whether the body comes " +
    "after all, so the connection ends with the answer",
  often: "the next bytes are read as a request; or the server waits for a " +
    "body that never comes",
}, async () => {
  const calls: string[] = [];
  await using server = await start(
    serveWith(({ path }) => {
      calls.push(path);
      return { status: 404 };
    }),
    { maxBodyBytes: 100 },
  );
  const rows: [name: string, request: string, status: number][] = [
    ["a body that nobody reads", expectant("100-continue"), 404],
    ["a body that is too long", expectant("100-continue", 101), 413],
    ["an expectation that nobody can meet", expectant("a-miracle"), 417],
  ];
  for (const [name, request, status] of rows) {
    await variant(name, async () => {
      const connection = await server.connect();
      await connection.send(request);
      const response = await connection.readResponse();
      expectStatus(response, status);
      expectClose(response);
      await connection.send(get("/smuggled"));
      await connection.expectEnd(
        "the connection has ended with the answer",
        "what follows is read as a request",
      );
    });
  }
  assertEquals(calls, ["/expectant"], "the paths of what was handled");
}));

Deno.test(task(9, "a small answer leaves in one write, not in two", {
  because: "RFC 9293 section 3.7.4, Nagle's algorithm: a small packet waits " +
    "until all before it are acknowledged; section 3.8.6.3: the client " +
    "delays its acknowledgement, by 40 ms on Linux",
  often: "the header section is written, then the body: the body waits for " +
    "an acknowledgement which the client holds back, so that each answer on a " +
    "kept connection takes 40 ms. Put both into one array, and write that",
  try: "curl -s -o /dev/null -o /dev/null -w '%{time_total}\\n' " +
    "http://127.0.0.1:8000/style.css http://127.0.0.1:8000/favicon.svg",
}, async () => {
  using traffic = new Traffic();
  const bodies: Record<string, HttpResponse["body"]> = {
    "/stream": slowStreamOf("one", "two", "three"),
    "/text": "Yes",
    "/bytes": toBytes("Yes").slice(),
    "/eight-kibibytes": new Uint8Array(8192),
    "/nothing": null,
  };
  await using server = await start(
    serveWith(({ path }) => ({ status: 200, body: bodies[path] })),
  );
  const connection = await server.connect();
  for (const path of ["/text", "/bytes", "/eight-kibibytes", "/nothing"]) {
    await variant(path.slice(1).replace("-", " "), async () => {
      traffic.writes.length = 0;
      await connection.send(get(path));
      expectStatus(await connection.readResponse(), 200);
      expectWrites(traffic, 1);
    });
  }
  await variant("three chunks, each in one write with its size", async () => {
    traffic.writes.length = 0;
    await connection.send(get("/stream"));
    expectBody(await connection.readResponse(), "onetwothree");
    // The header section, three chunks, the last chunk.
    expectWrites(traffic, 5);
  });
  await variant("an error", async () => {
    traffic.writes.length = 0;
    await connection.send("HELLO\r\n\r\n");
    expectStatus(await connection.readResponse(), 400);
    expectWrites(traffic, 1);
  });
}));

/** Expects that the server has written so many times at most. */
function expectWrites({ writes }: Traffic, most: number): void {
  if (writes.length === 0) {
    throw new Failure("no call of connection.write was seen", {
      expected: "answers are written with connection.write: the test counts " +
        "its calls, and cannot see those of a stream",
    });
  }
  if (writes.length <= most) return;
  throw new Failure(`${writes.length} writes: ${writes.join(", ")} bytes`, {
    expected: most === 1
      ? "one write, with the header section and the body"
      : `${most} writes at most`,
  });
}

Deno.test(task(10, "a stream is not read faster than the client reads", {
  because: "RFC 9293 section 3.8: the kernel of a client that does not read " +
    "says so, and write() waits; who does not wait for it keeps the whole " +
    "answer in memory",
  often: "the writes are not awaited, or the stream is collected first: read " +
    "a chunk, await its write, read the next",
  try: "curl --limit-rate 10k http://127.0.0.1:8000/test.jpg",
}, async () => {
  const chunk = new Uint8Array(65_536);
  const chunks = 512;
  let pulled = 0;
  using allPulled = new Moment("all of the stream has been read");
  const body = new ReadableStream<Bytes>({
    pull(controller) {
      controller.enqueue(chunk);
      if (++pulled < chunks) return;
      controller.close();
      allPulled.happen();
    },
  }, { highWaterMark: 0 });
  await using server = await start(serveWith(() => ({ status: 200, body })));
  const connection = await server.connect();
  await connection.send(get("/"));
  // Long enough for a server that does not wait to have read all of it.
  await within(allPulled.promise, 300, undefined);
  if (allPulled.hasHappened) {
    // Else what comes of writes that nobody awaits would be told first.
    while (await connection.more() === "bytes");
    throw new Failure("the whole stream was read, 32 MiB, and nobody listens", {
      expected: "the server reads as much of the stream as the kernel takes " +
        "from it, and then waits for the client",
    });
  }
  const response = await connection.readResponse();
  assertEquals(response.body.length, chunks * chunk.length, "bytes received");
}));

Deno.test(task(10, "a stream whose client has gone is cancelled", {
  because: "RFC 9293 section 3.5.2: a reset says that nobody listens any more",
  often: "the error of write() ends the answer, and nobody tells the stream: " +
    "its file stays open, its program runs on",
}, async () => {
  const rows: Record<string, (controller: Controller) => void> = {
    "a stream that has more": (controller) =>
      controller.enqueue(new Uint8Array(65_536)),
    "a stream that waits": () => {},
  };
  for (const [name, pull] of Object.entries(rows)) {
    await variant(name, async () => {
      using cancelled = new Moment("the stream of the handler is cancelled");
      using aborted = new Moment("request.signal aborts");
      await using server = await start(serveWith(({ signal }) => {
        signal.addEventListener("abort", aborted.happen);
        const body = new ReadableStream<Bytes>({
          start: (controller) => controller.enqueue(new Uint8Array(5)),
          pull,
          cancel: cancelled.happen,
        });
        return { status: 200, body };
      }));
      const connection = await server.connect({ canReset: true });
      await connection.send(get("/"));
      assert(await connection.more() === "bytes", "the answer has begun");
      await connection.reset();
      await cancelled.expect();
      await aborted.expect();
    });
  }
}));

type Controller = ReadableStreamDefaultController<Bytes>;
