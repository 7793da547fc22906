/**
 * The suite of stage 06, tasks 5 and 6: where the body of a request ends, and
 * that the next request begins there, whoever has read the body or not.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import {
  type Connection,
  eachByte,
  expectBody,
  expectStatus,
  Failure,
  get,
  httpRequest,
  post,
  start,
  suite,
  variant,
} from "../../kit/mod.ts";
import {
  announce,
  chunksOf,
  expectClose,
  postChunks,
  recordIn,
  serveWith,
} from "./engine_client.ts";
import type { HttpHandler, HttpRequest } from "./server.ts";

const task = suite(import.meta.url);

const CHUNKED = "curl -v -H 'Transfer-Encoding: chunked' " +
  "-d 'firstname=Ada' http://127.0.0.1:8000/cgi-bin/post.ts";

/** The text of a body. */
async function textOf(body: HttpRequest["body"]): Promise<string> {
  return await new Response(body).text();
}

/** Answers with the body; remembers what was asked. */
function echoIn(calls: string[]): HttpHandler {
  return async ({ method, path, body }) => {
    calls.push(`${method} ${path}`);
    return { status: 200, body: await textOf(body) };
  };
}

/** Expects that what was sent last, `GET /next`, is answered next. */
async function expectNext(
  connection: Connection,
  calls: readonly string[],
): Promise<void> {
  expectStatus(await connection.readResponse(), 200, {
    expected: "the answer to GET /next, which follows the body",
  });
  const [last] = calls.slice(-1);
  assertEquals(last, "GET /next", "the request that follows the body");
}

Deno.test(task(5, "a body in chunks arrives without its framing", {
  because: "RFC 9112 section 7.1: chunk-size in hexadecimal, CR LF, so many " +
    "bytes, CR LF; a size of 0 and an empty line are the end",
  likely: "the size is read as a decimal number, the CR LF behind a chunk is " +
    "taken for a part of it, or one read for one chunk; readRequestRest " +
    "answers 411: from here on you read the header section yourself",
  try: CHUNKED,
}, async () => {
  const long = "a".repeat(0x1234);
  const rows: [chunks: string, body: string][] = [
    ["5\r\nhello\r\n0\r\n\r\n", "hello"],
    ["10\r\nsixteen letters!\r\n0\r\n\r\n", "sixteen letters!"],
    ["5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "hello world"],
    ["1\r\nh\r\n1\r\ne\r\n1\r\ny\r\n0\r\n\r\n", "hey"],
    [
      `c\r\nhello, world\r\nC\r\n${"b".repeat(12)}\r\n0\r\n\r\n`,
      `hello, world${"b".repeat(12)}`,
    ],
    [`0005\r\nhello\r\n000\r\n\r\n`, "hello"],
    [`1234\r\n${long}\r\n0\r\n\r\n`, long],
    ["7\r\nGrüße\r\n0\r\n\r\n", "Grüße"],
    ["7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n", "\r\n0\r\n\r\n"],
    ["0\r\n\r\n", ""],
  ];
  const calls: string[] = [];
  const lengths: unknown[] = [];
  const echo = echoIn(calls);
  await using server = await start(serveWith((request) => {
    lengths.push(request.contentLength);
    return echo(request);
  }));
  const connection = await server.connect();
  for (const [chunks, body] of rows) {
    await variant(JSON.stringify(chunks.slice(0, 30)), async () => {
      await connection.send(postChunks(chunks) + get("/next"));
      const response = await connection.readResponse();
      expectStatus(response, 200);
      expectBody(response, body);
      await expectNext(connection, calls);
      assertEquals(lengths.at(-2), undefined, "contentLength: nobody said it");
    });
  }
  await variant("byte by byte", async () => {
    const chunks = "5\r\nhello\r\nA\r\n chunked w\r\n4\r\norld\r\n0\r\n\r\n";
    const connection = await server.connect();
    await connection.sendPieces(eachByte(postChunks(chunks) + get("/next")));
    const response = await connection.readResponse();
    expectStatus(response, 200);
    expectBody(response, "hello chunked world");
    await expectNext(connection, calls);
  });
}));

Deno.test(task(5, "the extensions of a chunk are skipped", {
  because: "RFC 9112 section 7.1.1: behind the size may stand names and " +
    "values; who does not know them ignores them",
  likely:
    "the line is taken for the size as a whole; or it is split at every " +
    "semicolon, also at one within quotation marks",
}, async () => {
  const extensions = [
    ";a",
    ";a=b",
    ";a=b;c=d",
    ';a="b"',
    ';a="b;c=\\"d\\" 7"',
    " ; a = b",
    "\t;\ta",
  ];
  const calls: string[] = [];
  await using server = await start(serveWith(echoIn(calls)));
  const connection = await server.connect();
  for (const extension of extensions) {
    await variant(JSON.stringify(`5${extension}`), async () => {
      const chunks = `5${extension}\r\nhello\r\n0${extension}\r\n\r\n`;
      await connection.send(postChunks(chunks) + get("/next"));
      const response = await connection.readResponse();
      expectStatus(response, 200);
      expectBody(response, "hello");
      await expectNext(connection, calls);
    });
  }
}));

Deno.test(task(5, "the trailers behind the last chunk are read, and dropped", {
  because: "RFC 9112 section 7.1.2, RFC 9110 section 6.5.1: who does not " +
    "need them ignores them; to mix them into the header fields is dangerous",
  likely: "the body is taken to end with the chunk of size 0, and the " +
    "trailers begin the next request; or what they say is believed",
  try: "printf 'POST / HTTP/1.1\\r\\nHost: x\\r\\n" +
    "Transfer-Encoding: chunked\\r\\n\\r\\n0\\r\\nA: b\\r\\n\\r\\n" +
    "HEAD / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n' " +
    "| nc 127.0.0.1 8000",
}, async () => {
  const rows = [
    ["A: b"],
    ["A: b", "C: d"],
    ["Content-Length: 5"],
    ["Transfer-Encoding: chunked"],
    ["Host: example.org"],
    ["Connection: close"],
  ];
  const calls: string[] = [];
  const hosts: (string | null)[] = [];
  const echo = echoIn(calls);
  await using server = await start(serveWith(async (request) => {
    const response = await echo(request);
    hosts.push(request.headers.get("host"), request.headers.get("a"));
    return response;
  }));
  const connection = await server.connect();
  for (const trailers of rows) {
    await variant(trailers.join(" | "), async () => {
      hosts.length = 0;
      const chunks = httpRequest(["5\r\nhello\r\n0", ...trailers]);
      await connection.send(postChunks(chunks) + get("/next"));
      const response = await connection.readResponse();
      expectStatus(response, 200);
      expectBody(response, "hello");
      await expectNext(connection, calls);
      const expected = ["localhost", null, "localhost", null];
      assertEquals(hosts, expected, "the header fields Host and A, twice");
    });
  }
}));

/** Bodies in chunks that are none. */
const MALFORMED: Record<string, string> = {
  "no size": "\r\nhello\r\n0\r\n\r\n",
  "a size that is no number": "five\r\nhello\r\n0\r\n\r\n",
  "a chunk longer than its size": "3\r\nhello\r\n0\r\n\r\n",
  "a chunk shorter than its size": "9\r\nhello\r\n0\r\n\r\n",
  "no CR LF behind the chunk": "5\r\nhello0\r\n\r\n",
  "LF alone behind the size": "5\nhello\r\n0\r\n\r\n",
  "LF alone behind the chunk": "5\r\nhello\n0\r\n\r\n",
  "a trailer that is no field line": "5\r\nhello\r\n0\r\nhello\r\n\r\n",
};

/** Where a body in chunks may break off. */
const BROKEN_OFF: Record<string, string> = {
  "the end before the first chunk": "",
  "the end in the size": "5",
  "the end in a chunk": "5\r\nhel",
  "the end behind a chunk": "5\r\nhello",
  "the end before the last chunk": "5\r\nhello\r\n",
  "the end before the empty line": "5\r\nhello\r\n0\r\n",
  "the end in the trailers": "5\r\nhello\r\n0\r\nA: b\r\n",
};

Deno.test(task(5, "chunks that are malformed are 400, and the end", {
  because: "RFC 9112 sections 7.1 and 8: what is no chunk, or breaks off, " +
    "is no whole request, and nobody knows where the next begins",
  likely: "the bytes behind the mistake are taken for the next request, also " +
    "where the handler makes something else of the error than 400",
  try: "printf 'POST /cgi-bin/post.ts HTTP/1.1\\r\\nHost: x\\r\\n" +
    "Transfer-Encoding: chunked\\r\\n\\r\\n3\\r\\nhello\\r\\n0\\r\\n\\r\\n' " +
    "| nc 127.0.0.1 8000",
}, async () => {
  const calls: string[] = [];
  await using server = await start(
    serveWith(async ({ path, headers, body }) => {
      calls.push(path);
      const mayFail = headers.get("x-handler") === "forgives";
      const text = await textOf(body).catch((error) => {
        if (mayFail) return "forgiven";
        throw error;
      });
      return { status: 200, body: text };
    }),
  );
  for (
    const [name, chunks] of Object.entries({ ...MALFORMED, ...BROKEN_OFF })
  ) {
    for (const handler of ["reads", "forgives"]) {
      await variant(`${name}, a handler that ${handler}`, async () => {
        calls.length = 0;
        const request = postChunks(chunks, `X-Handler: ${handler}`);
        const connection = await server.connect();
        if (name in BROKEN_OFF) {
          await connection.send(request);
          await connection.closeWrite();
        } else await connection.send(request + get("/next"));
        const response = await connection.readResponse();
        expectStatus(response, handler === "reads" ? 400 : 200);
        expectClose(
          response,
          "only the status 400 ends the connection: a broken body does, " +
            "whatever the handler answers",
        );
        await connection.expectEnd(
          "the connection ends after this answer",
          "what follows the mistake is taken for a request",
        );
        assertEquals(calls, ["/"], "the paths of the requests");
      });
    }
  }
}));

/** What looks like a request, and is the body of one. */
const SMUGGLED = get("/smuggled").repeat(3);

/** The same body in its two framings. */
const FRAMINGS: Record<string, string> = {
  "Content-Length": post("/", SMUGGLED),
  "chunks": postChunks(
    `${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n`.repeat(2) +
      "0\r\nA: b\r\n\r\n",
  ),
};

/** Handlers that do not read all of a body. */
const UNREAD: Record<
  string,
  (request: HttpRequest) => Promise<unknown> | void
> = {
  "does not look at it": () => {},
  "cancels it": ({ body }) => body?.cancel(),
  "reads a piece, and keeps the reader": ({ body }) => body?.getReader().read(),
  "reads a piece, and cancels the rest": async ({ body }) => {
    const reader = body?.getReader();
    await reader?.read();
    await reader?.cancel();
  },
};

Deno.test(task(6, "a body that is not read is not the next request", {
  because: "RFC 9112 section 9.3: the server reads the whole body, or " +
    "closes the connection after the answer",
  likely: "the loop goes on where the handler has stopped reading; the " +
    "handler's stream may be locked or cancelled: keep a way of your own to " +
    "the rest of the body",
  try:
    "printf 'POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 5\\r\\n\\r\\n" +
    "helloHEAD / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n' " +
    "| nc 127.0.0.1 8000",
}, async () => {
  for (const [what, handle] of Object.entries(UNREAD)) {
    const calls: string[] = [];
    await using server = await start(serveWith(async (request) => {
      calls.push(`${request.method} ${request.path}`);
      await handle(request);
      return { status: 200 };
    }));
    for (const [framing, request] of Object.entries(FRAMINGS)) {
      await variant(`${framing}, a handler that ${what}`, async () => {
        calls.length = 0;
        const connection = await server.connect();
        await connection.send(request + get("/next"));
        expectStatus(await connection.readResponse(), 200);
        expectStatus(await connection.readResponse(), 200);
        assertEquals(calls, ["POST /", "GET /next"], "what was handled");
      });
    }
  }
  await variant("a body that comes after the answer", async () => {
    const calls: string[] = [];
    await using server = await start(serveWith(recordIn(calls)));
    const connection = await server.connect();
    const request = post("/", SMUGGLED);
    await connection.send(request.slice(0, -SMUGGLED.length));
    expectStatus(await connection.readResponse(), 200);
    await connection.send(SMUGGLED + get("/next"));
    expectStatus(await connection.readResponse(), 200);
    assertEquals(calls, ["POST /", "GET /next"], "what was handled");
  });
}));

Deno.test(
  task(6, "chunks that nobody reads are the end if they are malformed", {
    because: "RFC 9112 sections 7.1 and 11.2: nobody knows where the next " +
      "request begins, whoever has found out",
    likely:
      "what read() throws while the rest is read is caught, and taken for " +
      "the end of the body: then the rest of it is the next request",
  }, async () => {
    const calls: string[] = [];
    await using server = await start(serveWith(recordIn(calls)));
    const rows = { ...MALFORMED, ...BROKEN_OFF, "a size alone": "zz\r\n" };
    for (const [name, chunks] of Object.entries(rows)) {
      await variant(name, async () => {
        calls.length = 0;
        const connection = await server.connect();
        const isCut = name in BROKEN_OFF;
        await connection.send(postChunks(chunks) + (isCut ? "" : SMUGGLED));
        if (isCut) await connection.closeWrite();
        expectStatus(await connection.readResponse(), 200);
        const offset = connection.consumed;
        const rest = await connection.readToEnd("the connection ends");
        if (rest.length === 0 && calls.length === 1) return;
        const { transcript } = connection;
        const headline = calls.includes("GET /smuggled")
          ? "what follows a broken body was executed"
          : "what follows a broken body was answered";
        throw new Failure(headline, {
          transcript,
          mark: { offset, note: "a second answer" },
          expected: "the connection ends after the answer to POST /",
        });
      });
    }
  }),
);

Deno.test(task(6, "where too much of a body is left, the connection ends", {
  because: "RFC 9112 section 9.3: to read on for the sake of the connection " +
    "is worth it for a small rest only",
  likely: "maxDrainBytes is not looked at: a client can make the server read " +
    "what nobody wants; or the rest is taken for the next request",
}, async () => {
  const calls: string[] = [];
  await using server = await start(
    serveWith(recordIn(calls)),
    { maxDrainBytes: 100 },
  );
  const rows = {
    ...FRAMINGS,
    "40 chunks of 50 bytes": chunksOf(Array(40).fill(50)),
  };
  for (const [framing, request] of Object.entries(rows)) {
    await variant(`${framing}, maxDrainBytes: 100`, async () => {
      calls.length = 0;
      const connection = await server.connect();
      await connection.send(request + get("/next"));
      expectStatus(await connection.readResponse(), 200);
      await connection.expectEnd(
        "the connection ends: more than maxDrainBytes of the body are left",
        "all of the body is read, however long it is, or it is taken for " +
          "the next request",
      );
      assertEquals(calls, ["POST /"], "what was handled");
    });
  }
  await variant("less than maxDrainBytes", async () => {
    const connection = await server.connect();
    await connection.send(post("/", "hello") + get("/next"));
    expectStatus(await connection.readResponse(), 200);
    expectStatus(await connection.readResponse(), 200);
  });
  await variant("65 537 bytes that do not come", async () => {
    await using server = await start(serveWith(recordIn([])));
    const connection = await server.connect();
    await connection.send(announce(65_537));
    const response = await connection.readResponse();
    expectStatus(response, 200);
    expectClose(response);
    await connection.expectEnd("the connection ends with the answer");
  }, {
    likely:
      "the bytes are counted when they come: Content-Length has told how " +
      "many there will be, so that the answer can say close",
  });
}));
