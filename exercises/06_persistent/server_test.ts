/**
 * The suite of stage 06, tasks 1 to 4: a connection stays open, and each answer
 * says where it ends.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import {
  type Connection,
  eachByte,
  expectBody,
  expectField,
  expectNoField,
  expectStatus,
  get,
  httpRequest,
  Moment,
  pause,
  type RawResponse,
  start,
  streamOf,
  suite,
  toBytes,
  variant,
} from "../../kit/mod.ts";
import { expectClose, recordIn, serveWith } from "./engine_client.ts";
import type { HttpRequest, HttpResponse } from "./server.ts";

const task = suite(import.meta.url);

/** Two requests on one connection. */
const TWICE = "curl -v http://127.0.0.1:8000/ http://127.0.0.1:8000/style.css";

/** Sends a request, and expects that the connection is still good for it. */
async function expectNext(connection: Connection, body = "GET /next") {
  await connection.send(get("/next"));
  expectBody(await connection.readResponse(), body, {
    expected: "the answer to the next request on the same connection",
  });
}

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

Deno.test(task(1, "a second and a third request are answered", {
  because: "RFC 9112 section 9.3: in HTTP/1.1 a connection persists, unless " +
    "somebody says otherwise",
  often: "serveTcp closes the connection when your function returns: read " +
    "the next request in a loop",
  try: TWICE,
}, async () => {
  await using server = await start(serveWith(recordIn([])));
  const connection = await server.connect();
  for (const path of ["/one", "/two", "/three"]) {
    await variant(`GET ${path}`, async () => {
      await connection.send(get(path));
      const response = await connection.readResponse();
      expectStatus(response, 200);
      expectBody(response, `GET ${path}`);
    });
  }
}));

Deno.test(task(1, "bytes and no body have their length, too", {
  because: "RFC 9112 section 6.3: without a length, only the end of the " +
    "connection ends a body",
  often: "the length is said for text alone: bytes have one, and an answer " +
    "without a body has Content-Length: 0",
}, async () => {
  const bodies: Record<string, HttpResponse["body"]> = {
    "/text": "Grüße",
    "/bytes": toBytes("Grüße").slice(),
    "/empty": "",
    "/null": null,
    "/undefined": undefined,
  };
  await using server = await start(
    serveWith(({ path }) => ({ status: 200, body: bodies[path] })),
  );
  const connection = await server.connect();
  for (const [path, body] of Object.entries(bodies)) {
    await variant(`GET ${path}`, async () => {
      await connection.send(get(path));
      expectBody(await connection.readResponse(), body ? "Grüße" : "");
    });
  }
}));

Deno.test(task(1, "an answer that has no body leaves none behind", {
  because: "RFC 9112 section 6.3: HEAD, 204 and 304 are answered without a " +
    "body, so the next byte begins the next answer",
  often: "the body is sent all the same, and the client takes it for the " +
    "next answer",
  try: "curl -v --head http://127.0.0.1:8000/ http://127.0.0.1:8000/style.css",
}, async () => {
  await using server = await start(serveWith(({ method, path }) => {
    const status = Number(path.slice(1)) || 200;
    return { status, body: `${method} ${path}` };
  }));
  const connection = await server.connect();
  for (
    const [method, path] of [["HEAD", "/"], ["GET", "/204"], ["GET", "/304"]]
  ) {
    await variant(`${method} ${path}`, async () => {
      const lines = [`${method} ${path} HTTP/1.1`, "Host: localhost"];
      await connection.send(httpRequest(lines));
      await connection.readResponse({ method });
      await expectNext(connection);
    });
  }
}));

Deno.test(task(2, "requests that come together are answered one by one", {
  because: "RFC 9112 section 9.3.2: a client may send the next request " +
    "before it has the answer to the last, and one read gets them both",
  often: "what has come of the next request is lost with the reader of the " +
    "last: one reader for the whole connection",
  try: "printf 'GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n" +
    "HEAD / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n' " +
    "| nc 127.0.0.1 8000",
}, async () => {
  await using server = await start(serveWith(({ path, headers }) => ({
    status: 200,
    body: `${path} ${headers.get("x-number")}`,
  })));
  const numbers = Array.from({ length: 500 }, (_, index) => index);
  const request = (number: number) =>
    number % 2 ? get(`/${number}`, `X-Number: ${number}`) : get(`/${number}`);
  const answer = (number: number) =>
    `/${number} ${number % 2 ? number : "null"}`;
  const pieces: Record<string, (connection: Connection) => Promise<void>> = {
    "2 in one write": (connection) =>
      connection.send(numbers.slice(0, 2).map(request).join("")),
    // RFC 9112 section 2.2: some clients send a CR LF too many.
    "3, an empty line before each": (connection) =>
      connection.send(
        numbers.slice(0, 3).map((number) => `\r\n${request(number)}`).join(""),
      ),
    "3, byte by byte": (connection) =>
      connection.sendPieces(
        eachByte(numbers.slice(0, 3).map(request).join("")),
        0,
      ),
    "500 in one write": (connection) =>
      connection.send(numbers.map(request).join("")),
  };
  for (const [name, send] of Object.entries(pieces)) {
    const connection = await server.connect();
    await send(connection);
    for (const number of numbers.slice(0, parseInt(name))) {
      await variant(`${name}: number ${number + 1}`, async () => {
        expectBody(await connection.readResponse(), answer(number));
      });
    }
  }
}));

Deno.test(task(2, "a slow answer is not overtaken by a fast one", {
  because: "RFC 9112 section 9.3.2: the answers come in the order of the " +
    "requests; nothing else tells the client which is which",
  often: "the handlers run side by side, and each answers when it is ready: " +
    "begin the next when the last has been answered",
}, async () => {
  await using server = await start(serveWith(async ({ path }) => {
    if (path === "/slow") await pause(50);
    return { status: 200, body: path };
  }));
  const connection = await server.connect();
  const paths = ["/slow", "/fast", "/slow", "/faster"];
  await connection.send(paths.map((path) => get(path)).join(""));
  for (const [index, path] of paths.entries()) {
    await variant(`answer ${index + 1} of ${paths.length}`, async () => {
      expectBody(await connection.readResponse(), path, {
        expected: `the answer to request ${index + 1}, ${path}`,
      });
    });
  }
}));

Deno.test(task(2, "a client that has half-closed gets all its answers", {
  because: "RFC 9293 section 3.6: an end of file says that no more is " +
    "coming, not that nothing is wanted",
  often: "the end of file ends the loop before what was read is answered; or " +
    "it is taken for a bad request: the reader gives undefined for it",
}, async () => {
  await using server = await start(serveWith(recordIn([])));
  const connection = await server.connect();
  await connection.send(get("/one") + get("/two") + get("/three"));
  await connection.closeWrite();
  for (const path of ["/one", "/two", "/three"]) {
    await variant(`GET ${path}`, async () => {
      expectBody(await connection.readResponse(), `GET ${path}`);
    });
  }
  await connection.expectEnd(
    "the connection ends after the last answer, without a word",
    "the end of file between two requests is answered 400: it is no bad " +
      "request, it is none",
  );
}));

Deno.test(task(3, "a request with Connection: close is the last", {
  because: "RFC 9112 section 9.6: what follows it is not processed, and the " +
    "answer says close, too",
  often:
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
  });
}));

Deno.test(task(3, "HTTP/1.0 ends after one request, unless it asks for more", {
  because: "RFC 9112 section 9.3 and appendix C.2.2: a client of HTTP/1.0 " +
    "waits for the end of the connection, or says Connection: keep-alive, " +
    "and is told so",
  often: "the version of the request is not looked at; or the answer does " +
    "not say Connection: keep-alive, and the client believes it is over",
  try: "curl -v --http1.0 http://127.0.0.1:8000/",
}, async () => {
  const found: string[] = [];
  await using server = await start(serveWith(recordIn(found)));
  for (const fieldLines of [[], ["Connection: keep-alive, close"]]) {
    await variant(fieldLines.join() || "without Connection", async () => {
      found.length = 0;
      const connection = await server.connect();
      const request = httpRequest(["GET /old HTTP/1.0", ...fieldLines]);
      await connection.send(request + get("/more"));
      const response = await connection.readResponse();
      await expectLast(response, connection, { found, expected: ["GET /old"] });
    });
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
  often: "the error is answered, and the loop goes on behind it",
  try: "printf 'HELLO\\r\\n\\r\\nGET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' " +
    "| nc 127.0.0.1 8000",
}, async () => {
  const found: string[] = [];
  await using server = await start(serveWith(recordIn(found)));
  const rows: [request: string, status: number][] = [
    ["HELLO\r\n\r\n", 400],
    ["GET / HTTP/1.1\r\n\r\n", 400],
    [get("/", "No colon"), 400],
    ["GET / HTTP/2.0\r\nHost: localhost\r\n\r\n", 505],
  ];
  for (const [request, status] of rows) {
    await variant(JSON.stringify(request), async () => {
      const connection = await server.connect();
      await connection.send(request + get("/more"));
      const response = await connection.readResponse();
      expectStatus(response, status);
      await expectLast(response, connection, { found, expected: [] });
    });
  }
}));

Deno.test(task(4, "a stream of unknown length is sent in chunks", {
  because: "RFC 9112 section 7.1: the size of each chunk in hexadecimal, CR " +
    "LF, the chunk, CR LF; a size of 0 is the end, so no chunk is empty",
  often: "the last chunk is missing (0, CR LF, CR LF), the size is decimal, " +
    "or an empty chunk of the handler has ended the body too early",
  try: "curl -v --raw http://127.0.0.1:8000/cgi-bin/time.ts",
}, async () => {
  const bodies: Record<string, string[]> = {
    "/small": ["hello ", "world"],
    "/empty": [],
    "/empty-chunks": ["", "hello", "", " ", "world", ""],
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
  await variant("HEAD, which gets no chunk", async () => {
    const lines = ["HEAD /small HTTP/1.1", "Host: localhost"];
    await connection.send(httpRequest(lines));
    await connection.readResponse({ method: "HEAD" });
    await expectNext(connection, "next");
  });
}));

Deno.test(task(4, "a stream of known length is sent with its length", {
  because: "RFC 9112 section 6.2: who knows the length says it, and the " +
    "client sees how far it is",
  often: "every stream is sent in chunks, or with both framings: they " +
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
  often: "chunks are sent to everybody; or the connection is kept, because " +
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
  often: "the stream is read to its end before the first byte is written",
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
