import {
  type Connection,
  expectStatus,
  expectValue,
  Failure,
  get,
  post,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import type { HttpRequest } from "../server.ts";
import { BROKEN_OFF, MALFORMED, postChunks, SMUGGLED } from "./chunks.ts";
import { expectNext, recordIn, serveWith, textOf } from "./engine.ts";

const test = suite(import.meta.url, {
  because:
    "RFC 9112 section 9.3: a server reads the whole body, or closes the " +
    "connection after the answer",
  try: "deno task send 'POST / HTTP/1.1\\r\\nHost: x\\r\\n" +
    "Content-Length: 5\\r\\n\\r\\nhelloHEAD / HTTP/1.1\\r\\nHost: x\\r\\n" +
    "Connection: close\\r\\n\\r\\n' --to-end",
});

/** The same body with a length and in chunks. */
const FRAMINGS: Readonly<Record<string, string>> = {
  "Content-Length": post("/", SMUGGLED),
  "chunks": postChunks(
    `${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n`.repeat(2) +
      "0\r\nA: b\r\n\r\n",
  ),
};

/** Handlers that do not read a whole body. */
const HANDLERS: Readonly<
  Record<string, (request: HttpRequest) => Promise<unknown> | void>
> = {
  "does not read": () => {},
  "cancels the body": ({ body }) => body?.cancel(),
  "reads a piece, and keeps the reader": ({ body }) => body?.getReader().read(),
  "reads a piece, and cancels the rest": async ({ body }) => {
    const reader = body?.getReader();
    await reader?.read();
    await reader?.cancel();
  },
  "reads on after its answer": ({ body }) => {
    textOf(body).catch(() => {});
  },
  "throws": () => {
    throw new Error("handler broke");
  },
};

Deno.test(test("an unread body is not the next request", {}, async () => {
  for (const [what, handle] of Object.entries(HANDLERS)) {
    const calls: string[] = [];
    await using server = await start(serveWith(async (request) => {
      calls.push(`${request.method} ${request.path}`);
      if (request.body) await handle(request);
      return { status: 200 };
    }));
    for (const [framing, request] of Object.entries(FRAMINGS)) {
      await variant(`${framing}, a handler that ${what}`, async () => {
        calls.length = 0;
        const connection = await server.connect();
        await connection.send(request + get("/next"));
        const status = what === "throws" ? 500 : 200;
        expectStatus(await connection.readResponse(), status);
        const next = await connection.readResponse({ likely: LEFT });
        expectValue("what was handled", calls, ["POST /", "GET /next"], {
          likely: "the next request is read where the handler has stopped " +
            "reading: its stream may be locked or cancelled, so keep a way of " +
            "your own to the rest of the body",
        });
        expectStatus(next, 200);
      });
    }
  }
}));

const LEFT = {
  "end of file": "the connection is closed, although the rest of the body is " +
    "short: read it, and go on",
  silence: "the rest of the body is waited for in a stream that is locked or " +
    "cancelled: read it without the handler's stream",
};

/** Handlers that answer before the body has arrived. */
const EARLY = ["does not read", "reads on after its answer"];

Deno.test(test("a body may arrive after its answer", {}, async () => {
  for (const what of EARLY) {
    await variant(`a handler that ${what}`, async () => {
      const calls: string[] = [];
      await using server = await start(serveWith(async (request) => {
        calls.push(`${request.method} ${request.path}`);
        if (request.body) await HANDLERS[what](request);
        return { status: 200, body: `${request.method} ${request.path}` };
      }));
      const connection = await server.connect();
      await connection.send(postChunks(""));
      const likely = {
        silence: "the rest of the body is awaited before the answer is sent: " +
          "the client may be waiting for that answer",
      };
      expectStatus(await connection.readResponse({ likely }), 200);
      const size = SMUGGLED.length.toString(16);
      await connection.send(`${size}\r\n${SMUGGLED}\r\n0\r\n\r\n`);
      await expectNext(connection, "GET /next", {
        "end of file": what.startsWith("reads on")
          ? "the handler and the engine read the body at the same time: let " +
            "one read begin when the last has ended"
          : undefined,
      });
      expectValue("what was handled", calls, ["POST /", "GET /next"]);
    });
  }
}));

Deno.test(test("unread chunks that are malformed are the end", {
  because: "RFC 9112 sections 7.1 and 11.2: no server knows where the next " +
    "request begins",
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
      await expectNothingMore(connection, calls);
    });
  }
  await variant("a size alone, for a handler that reads on", async () => {
    calls.length = 0;
    await using server = await start(serveWith((request) => {
      calls.push(`${request.method} ${request.path}`);
      HANDLERS["reads on after its answer"](request);
      return { status: 200 };
    }));
    const connection = await server.connect();
    await connection.send(postChunks(""));
    expectStatus(await connection.readResponse(), 200);
    await connection.send("zz\r\n" + SMUGGLED);
    await expectNothingMore(connection, calls);
  });
}));

/** Expects that what follows a broken body is neither executed nor answered. */
async function expectNothingMore(
  connection: Connection,
  calls: readonly string[],
): Promise<void> {
  const offset = connection.consumed;
  const rest = await connection.readToEnd("the connection ends");
  if (rest.length === 0 && calls.length === 1) return;
  const isExecuted = calls.includes("GET /smuggled");
  throw new Failure(
    `what follows a broken body was ${isExecuted ? "executed" : "answered"}`,
    {
      transcript: connection.transcript,
      mark: { offset, note: "a second answer" },
      expected: "the connection ends after the answer to POST /",
      likely:
        "an error while the rest is read is taken for the end of the body",
    },
  );
}
