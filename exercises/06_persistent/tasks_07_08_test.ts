/**
 * The suite of stage 06, tasks 7 and 8: what goes wrong while an answer is made,
 * and clients that wait to be told to go on.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import {
  type Connection,
  expectBody,
  expectInBody,
  expectNotInBody,
  expectStatus,
  Failure,
  get,
  httpRequest,
  Moment,
  pause,
  post,
  start,
  suite,
  variant,
} from "../../kit/mod.ts";
import {
  expectClose,
  expectNext,
  type Serve,
  serveWith,
  slowStreamOf,
} from "./engine_client.ts";
import { type Bytes, HttpError, type HttpResponse } from "./server.ts";

const task = suite(import.meta.url);

/** Who may read what. */
const SECRET = {
  expected: "a client that is answered 500 is told nothing of what was " +
    "thrown, the log everything",
  likely: "the message of every error is sent: that is for HttpError alone, " +
    "which was meant for the client",
};

/** When a response is looked at. */
const HEAD_FIRST = {
  because: "RFC 9110 sections 5.5 and 15, RFC 9112 section 4: who can put CR " +
    "LF into a value writes the rest of the answer",
  likely: "it goes out as it is; or the connection breaks, and the client " +
    "learns nothing: make the whole header section before you write any of it",
};

/** What a handler may give by mistake: nothing of it can be sent. */
const UNSENDABLE: Record<string, unknown> = {
  "no response at all": undefined,
  "the status 99": { status: 99 },
  "the status 600": { status: 600 },
  "no status": {},
  "CR LF in a value": {
    status: 200,
    headers: { "Location": "/\r\nSet-Cookie: admin=1" },
  },
  "a name that is no token": { status: 200, headers: [["X Y", "1"]] },
  "a body that is a number": { status: 200, body: 5 },
};

Deno.test(task(7, "what a handler throws costs its own request only", {
  because: "RFC 9110 section 15: an error is an answer like any other, and " +
    "says where it ends",
  likely: "the connection is closed after every error: only who cannot tell " +
    "where the request ends must do that",
}, async () => {
  const names = Object.keys(UNSENDABLE);
  await using server = await start(serveWith(async ({ path, body }) => {
    const name = names[Number(path.slice(1))];
    if (name !== undefined) return UNSENDABLE[name] as HttpResponse;
    if (path === "/http-error") throw new HttpError(409, "too late");
    if (path === "/after-the-body") await new Response(body).text();
    if (path !== "/next") throw new Error("the password is tuna");
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
      const response = await connection.readResponse();
      expectStatus(response, status);
      if (status === 409) expectInBody(response, "too late");
      else expectNotInBody(response, "tuna", SECRET);
      expectBody(await connection.readResponse(), "next");
    });
  }
  await variant("the log", async () => {
    await server.logged("tuna");
  }, { likely: "it is answered 500, and nobody learns what was thrown" });
  for (const [index, name] of names.entries()) {
    await variant(`${name} becomes 500`, async () => {
      const connection = await server.connect();
      await connection.send(get(`/${index}`));
      expectStatus(await connection.readResponse(), 500);
      await expectNext(connection, "next");
    }, HEAD_FIRST);
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
  likely: "the last chunk is written in a finally block, or the error is " +
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
  likely: "the bytes that were sent are not counted, and the next answer " +
    "follows all the same",
}, async () => {
  const bodies: Record<string, (string | Error)[]> = {
    "/too-short": ["hello"],
    "/empty": [],
    "/too-long": ["hello", "world", "!"],
    "/too-long-at-once": ["hello world"],
    "/broken-off": ["hello", new Error("the disk is gone")],
  };
  using cancelled = new Moment("a stream that is too long is cancelled");
  const endless = new ReadableStream<Bytes>({
    async pull(controller) {
      await pause(1);
      controller.enqueue(new Uint8Array(7));
    },
    cancel: cancelled.happen,
  }, { highWaterMark: 0 });
  await using server = await start(serveWith(({ path }): HttpResponse => {
    if (path === "/next") return { status: 200, body: "next" };
    const headers = { "Content-Length": "10" };
    const chunks = bodies[path];
    const body = chunks ? slowStreamOf(...chunks) : endless;
    return { status: 200, headers, body };
  }));
  for (const path of [...Object.keys(bodies), "/endless"]) {
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
      if (path === "/endless") {
        await cancelled.expect({
          likely: "only the connection is closed: who stops reading a stream " +
            "cancels it, else its file stays open",
        });
      }
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
  likely: "100 Continue is sent once for a connection, or the connection is " +
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
  await variant("HTTP/1.0 does not know it", async () => {
    const request = expectant("100-continue").replace("HTTP/1.1", "HTTP/1.0");
    const response = await server.exchange(`${request}firstname=Ada`);
    expectStatus(response, 200);
    expectBody(response, "/expectant firstname=Ada");
  }, { likely: "Expect is looked at, the version is not" });
  await variant("a handler that answers with the body itself", () => {
    return expectUninterrupted(
      serveWith(({ body }) => ({ status: 200, body })),
    );
  }, {
    because:
      "RFC 9110 section 15.2: 100 comes before the final answer, or not " +
      "at all",
    likely: "the body is read for the first time while the answer is being " +
      "sent, and that sends 100: not once the header section has left",
  });
}));

/** Expects that nothing stands between the header section and the body. */
async function expectUninterrupted(serve: Serve): Promise<void> {
  await using server = await start(serve);
  const connection = await server.connect();
  await connection.send(expectant("100-continue"));
  const head = await connection.readUntil("\r\n\r\n");
  await connection.send("firstname=Ada");
  // Who reads of the body before it answers has said so in time.
  if (head.startsWith("HTTP/1.1 100 ")) await connection.readUntil("\r\n\r\n");
  const { transcript, consumed: offset } = connection;
  const text = await connection.readUntil("firstname=Ada");
  if (!text.includes("100 Continue")) return;
  throw new Failure("100 Continue stands within the answer", {
    transcript,
    mark: { offset, note: "here" },
    expected: "nothing but the body: the client takes this for a part of it",
  });
}

Deno.test(task(8, "who is refused is not told to go on, and cannot", {
  because: "RFC 9110 section 10.1.1: nobody can say whether the body comes " +
    "after all, so the connection ends with the answer",
  likely: "the next bytes are read as a request; or the server waits for a " +
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
      expectStatus(response, status, {
        likely: response.status === 100
          ? "100 Continue is sent when the header section is there: nobody has " +
            "begun to read the body (a ReadableStream calls pull by itself, " +
            "unless its highWaterMark is 0)"
          : undefined,
      });
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
