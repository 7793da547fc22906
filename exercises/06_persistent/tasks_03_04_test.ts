/**
 * The suite of stage 06, tasks 3 and 4: when a connection ends, and that each
 * answer says where it ends.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import {
  type Connection,
  expectBody,
  expectField,
  expectNoField,
  expectStatus,
  expectThat,
  get,
  httpRequest,
  Moment,
  type RawResponse,
  start,
  streamOf,
  suite,
  toBytes,
  variant,
} from "../../kit/mod.ts";
import {
  expectClose,
  expectNext,
  recordIn,
  serveWith,
} from "./engine_client.ts";
import type { Bytes, HttpRequest } from "./server.ts";

const task = suite(import.meta.url);

/** What a word within a word is mistaken for. */
const WHOLE_OPTIONS = {
  likely: "the field is searched for the word: split it at the commas, trim, " +
    "and compare each option as a whole",
};

/** Expects that an answer is the last, and that nothing after it was done. */
async function expectLast(
  response: RawResponse,
  connection: Connection,
  calls: { found: readonly string[]; expected: readonly string[] },
): Promise<void> {
  expectClose(response);
  await connection.expectEnd(
    "the connection ends after this answer",
    "the next request is answered all the same",
  );
  assertEquals(calls.found, calls.expected, "the requests that were handled");
}

Deno.test(task(3, "a request with Connection: close is the last", {
  because: "RFC 9112 section 9.6: what follows it is not processed, and the " +
    "answer says close, too",
  likely:
    "the field is compared as it stands: it is a list of options, in any " +
    "case; or nobody looks at it",
  try: "curl -v -H 'Connection: close' http://127.0.0.1:8000/",
}, async () => {
  const rows = [
    ["Connection: close"],
    ["Connection: Close"],
    ["connection: keep-alive, close"],
    ["Connection: TE ,close , TE"],
    ["Connection: TE", "Connection: close"],
  ];
  for (const fieldLines of rows) {
    await variant(fieldLines.join(" | "), async () => {
      const found: string[] = [];
      await using server = await start(serveWith(recordIn(found)));
      const connection = await server.connect();
      await connection.send(get("/last", ...fieldLines) + get("/more"));
      const response = await connection.readResponse();
      expectBody(response, "GET /last");
      await expectLast(response, connection, {
        found,
        expected: ["GET /last"],
      });
    });
  }
  await variant("Connection: closed, which says nothing", async () => {
    await using server = await start(serveWith(recordIn([])));
    const connection = await server.connect();
    await connection.send(get("/", "Connection: closed"));
    expectBody(await connection.readResponse(), "GET /");
    await expectNext(connection);
  }, WHOLE_OPTIONS);
}));

Deno.test(task(3, "HTTP/1.0 ends after one request, unless it asks for more", {
  because: "RFC 9112 section 9.3 and appendix C.2.2: a client of HTTP/1.0 " +
    "waits for the end of the connection, or says Connection: keep-alive, " +
    "and is told so",
  likely: "the version of the request is not looked at; or the answer does " +
    "not say Connection: keep-alive, and the client believes it is over",
  try: "curl -v --http1.0 http://127.0.0.1:8000/",
}, async () => {
  const found: string[] = [];
  await using server = await start(serveWith(recordIn(found)));
  const ended: [fieldLines: string[], lesson?: typeof WHOLE_OPTIONS][] = [
    [[]],
    [["Connection: keep-alive, close"]],
    [["Connection: no-keep-alive"], WHOLE_OPTIONS],
  ];
  for (const [fieldLines, lesson] of ended) {
    await variant(fieldLines.join() || "without Connection", async () => {
      found.length = 0;
      const connection = await server.connect();
      const request = httpRequest(["GET /old HTTP/1.0", ...fieldLines]);
      await connection.send(request + get("/more"));
      const response = await connection.readResponse();
      await expectLast(response, connection, { found, expected: ["GET /old"] });
    }, lesson);
  }
  for (const option of ["keep-alive", "Keep-Alive", "TE, keep-alive"]) {
    await variant(`Connection: ${option}`, async () => {
      const connection = await server.connect();
      const lines = ["GET /old HTTP/1.0", `Connection: ${option}`];
      for (let count = 0; count < 2; count++) {
        await connection.send(httpRequest(lines));
        const response = await connection.readResponse();
        expectField(response, "Connection", /^keep-alive$/i);
        expectBody(response, "GET /old");
      }
      await connection.send(httpRequest(["GET /last HTTP/1.0"]));
      expectBody(await connection.readResponse(), "GET /last");
      await connection.expectEnd();
    });
  }
}));

Deno.test(task(3, "what is no request is the last", {
  because: "RFC 9112 sections 2.2 and 9.6: who cannot tell where a request " +
    "ends cannot tell where the next begins",
  likely: "the error is answered, and the loop goes on behind it; or it is " +
    "not answered, since it is thrown before there is a request: catch it " +
    "around readRequestStart, too",
  try: "printf 'HELLO\\r\\n\\r\\nGET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' " +
    "| nc 127.0.0.1 8000",
}, async () => {
  const found: string[] = [];
  await using server = await start(serveWith(recordIn(found)));
  const rows: [request: string, status: number, method?: string][] = [
    ["HELLO\r\n\r\n", 400],
    ["GET / HTTP/1.1\r\n\r\n", 400],
    [get("/", "No colon"), 400],
    ["GET / HTTP/2.0\r\nHost: localhost\r\n\r\n", 505],
    ["HEAD / HTTP/1.1\r\n\r\n", 400, "HEAD"],
  ];
  for (const [request, status, method = "GET"] of rows) {
    await variant(JSON.stringify(request), async () => {
      const connection = await server.connect();
      await connection.send(request + get("/more"));
      const response = await connection.readResponse({ method });
      expectStatus(response, status);
      const hasBody = method === "HEAD" && connection.unread.length > 0;
      expectThat(!hasBody, "an answer to HEAD has a body", {
        expected: "none, also where the request is refused: readRequestStart " +
          "has given the method",
      });
      await expectLast(response, connection, { found, expected: [] });
    });
  }
  await variant("the log", async () => {
    await server.logged("505");
  }, { likely: "only what a handler has answered is logged" });
}));

Deno.test(task(4, "a stream of unknown length is sent in chunks", {
  because: "RFC 9112 section 7.1: the size of each chunk in hexadecimal, CR " +
    "LF, the chunk, CR LF; a size of 0 is the end, so no chunk is empty",
  likely: "the last chunk is missing (0, CR LF, CR LF), the size is decimal, " +
    "or an empty chunk of the handler has ended the body too early",
  try: "curl -v --raw http://127.0.0.1:8000/cgi-bin/time.ts",
}, async () => {
  const bodies: Record<string, string[]> = {
    "/small": ["hello ", "world"],
    "/empty": [],
    "/empty-chunks": ["", "hello", "", " ", "world", ""],
    "/twelve-bytes": ["hello, world", "hello, world"],
    "/large": ["a".repeat(300_000), "b".repeat(17)],
  };
  await using server = await start(serveWith(({ path }) => ({
    status: 200,
    body: streamOf(...bodies[path] ?? ["next"]),
  })));
  const connection = await server.connect();
  for (const [path, chunks] of Object.entries(bodies)) {
    await variant(path.slice(1).replace("-", " "), async () => {
      await connection.send(get(path));
      const response = await connection.readResponse();
      expectField(response, "Transfer-Encoding", "chunked");
      expectNoField(response, "Content-Length");
      expectBody(response, chunks.join(""));
      await expectNext(connection, "next");
    });
  }
}));

Deno.test(task(4, "a stream that must not be sent is cancelled", {
  because: "RFC 9112 section 6.3: HEAD, 204 and 304 have no body; and nobody " +
    "but the engine can tell the stream that it is not wanted",
  likely:
    "the chunks are sent all the same, or at least the last one; or the " +
    "stream is forgotten, and keeps its file open: it wants a cancel()",
}, async () => {
  let cancelled = new Moment("the stream of the handler is cancelled");
  await using server = await start(serveWith(({ path }) => {
    if (path === "/next") return { status: 200, body: "next" };
    const body = new ReadableStream<Bytes>({
      pull: (controller) => controller.enqueue(new Uint8Array(5)),
      cancel: () => cancelled.happen(),
    });
    return { status: Number(path.slice(1)), body };
  }));
  for (const line of ["HEAD /200", "GET /204", "GET /304"]) {
    await variant(line, async () => {
      cancelled = new Moment("the stream of the handler is cancelled");
      const connection = await server.connect();
      const [method] = line.split(" ");
      await connection.send(
        httpRequest([`${line} HTTP/1.1`, "Host: localhost"]),
      );
      const response = await connection.readResponse({ method });
      if (response.status === 204) {
        expectNoField(response, "Transfer-Encoding", {
          because: "RFC 9112 section 6.1: not with 204",
          likely:
            "a stream is announced in chunks before anybody looks at the " +
            "status",
        });
      }
      await expectNext(connection, "next");
      await cancelled.expect();
    });
  }
}));

Deno.test(task(4, "a stream of known length is sent with its length", {
  because: "RFC 9112 section 6.2: who knows the length says it, and the " +
    "client sees how far it is",
  likely: "every stream is sent in chunks, or with both framings: they " +
    "exclude each other",
}, async () => {
  const headers = { "content-length": "11" };
  await using server = await start(serveWith(({ path }: HttpRequest) => {
    if (path === "/next") return { status: 200, body: "next" };
    return { status: 200, headers, body: streamOf("hello ", "world") };
  }));
  const connection = await server.connect();
  for (let count = 0; count < 2; count++) {
    await connection.send(get("/"));
    const response = await connection.readResponse();
    expectField(response, "Content-Length", "11");
    expectNoField(response, "Transfer-Encoding");
    expectBody(response, "hello world");
    await expectNext(connection, "next");
  }
}));

Deno.test(task(4, "HTTP/1.0 gets a stream of unknown length until the end", {
  because: "RFC 9112 sections 6.1 and 6.3: HTTP/1.0 does not know chunks; " +
    "only the end of the connection ends such a body",
  likely: "chunks are sent to everybody; or the connection is kept, because " +
    "the client has asked for that, and its body never ends",
  try: "curl -v --http1.0 http://127.0.0.1:8000/cgi-bin/time.ts",
}, async () => {
  await using server = await start(
    serveWith(() => ({ status: 200, body: streamOf("hello ", "world") })),
  );
  for (const fieldLines of [[], ["Connection: keep-alive"]]) {
    await variant(fieldLines.join() || "without Connection", async () => {
      const connection = await server.connect();
      await connection.send(httpRequest(["GET / HTTP/1.0", ...fieldLines]));
      const response = await connection.readResponse();
      expectNoField(response, "Transfer-Encoding");
      expectField(response, "Connection", /^close$/i);
      expectBody(response, "hello world");
    });
  }
}));

Deno.test(task(4, "a chunk is sent when it is there", {
  because: "RFC 9112 section 7.1: chunks exist so that nobody has to wait " +
    "for the end",
  likely: "the stream is read to its end before the first byte is written",
  try: "curl -N http://127.0.0.1:8000/cgi-bin/time.ts",
}, async () => {
  await using server = await start(serveWith(() => ({ status: 200, body })));
  using goOn = new Moment("the client has seen the first chunk");
  const body = ReadableStream.from(async function* () {
    yield toBytes("first").slice();
    await goOn.promise;
    yield toBytes("second").slice();
  }());
  const connection = await server.connect();
  await connection.send(get("/"));
  await connection.readUntil("first");
  goOn.happen();
  await connection.readUntil("second");
  await connection.readUntil("\r\n0\r\n\r\n");
}));
