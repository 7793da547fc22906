import {
  type Connection,
  expectStatus,
  expectThat,
  expectValue,
  Failure,
  get,
  interceptAccept,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serveEmpty, serveWith, slowStreamOf } from "./engine.ts";

const test = suite(import.meta.url);

/** Requests that are the last of their connection. */
const LAST: readonly (readonly [request: string, status: number])[] = [
  [get("/", "Connection: close"), 200],
  ["HELLO\r\n\r\n", 400],
];

const ONE_BY_ONE = "the accept loop waits for the end of each connection: do " +
  "not await it there";

Deno.test(test("the last answer can be read, and the connection ends", {
  because: "RFC 9112 section 9.6: closing with unread input resets the " +
    "connection, and the reset can overtake the answer",
}, async () => {
  await using server = await start(serveEmpty, { lingerMs: 10_000 });
  for (const [request, status] of LAST) {
    await variant(`an answer of ${status}`, async () => {
      // A client that is silent must not keep the others waiting.
      await server.connect();
      const connection = await server.connect();
      await connection.send(request + "a".repeat(200_000));
      const response = await connection.readResponse({
        likely: { silence: ONE_BY_ONE },
      });
      expectStatus(response, status);
      await sendMore(connection);
      await connection.close();
      await server.closes(connection, {
        expected: "the server closes its end when the client has closed",
        likely: {
          silence: "nothing is read after the half-close, so the end of file " +
            "is not noticed; or the connection is never closed",
        },
      });
    });
  }
  await variant("a client that stays", expectLetGo, {
    because: "a client that never closes must not keep the connection for ever",
  });
}));

/** Goes on sending after the last answer, and expects no reset. */
async function sendMore(connection: Connection): Promise<void> {
  const likely = {
    unread: "the connection is closed right after its last answer: " +
      "half-close, drain for lingerMs, then close, as stage 01 does",
  };
  for (let count = 0; count < 5; count++) {
    await connection.sendPieces(["a".repeat(50_000)], 1, { likely });
  }
  await connection.expectEnd("an end of file, and no reset");
}

/** Expects that a client that does not close is let go after lingerMs. */
async function expectLetGo(): Promise<void> {
  await using server = await start(serveEmpty, { lingerMs: 20 });
  const connection = await server.connect();
  await connection.send(get("/", "Connection: close"));
  await connection.readResponse();
  await connection.expectEnd({
    likely: {
      silence:
        "the connection is drained before it is half-closed: half-close " +
        "at once",
    },
  });
  await server.closes(connection, {
    expected: "the server closes lingerMs after its last answer",
    likely: { silence: "the connection is drained without a deadline" },
  });
  expectValue("the number of lines in the log", server.log.length, 1, {
    expected:
      "one line for the request, and none for the end of the connection",
  });
}

Deno.test(test("the log says why a stream has failed", {
  because:
    "a stream may be the answer of another server, so its errors do not " +
    "say that the client has gone",
}, async () => {
  const error = new Deno.errors.ConnectionReset("the other server has gone");
  const body = slowStreamOf("hello", error);
  await using server = await start(serveWith(() => ({ status: 200, body })));
  const connection = await server.connect();
  await connection.send(get("/"));
  await connection.readUntil("hello");
  await server.logged("the other server has gone", {
    likely: "every ConnectionReset is taken for one of the client, and not " +
      "logged: ask request.signal whether the client has gone",
  });
}));

/** How long accept() fails, in milliseconds. */
const OUTAGE_MS = 40;

Deno.test(test("it listens on 127.0.0.1, and accept() may fail", {
  because: "a client may leave the queue, or the process may have too many " +
    "files open",
}, async () => {
  let calls = 0;
  let end: number | undefined;
  const departures = [
    new Deno.errors.ConnectionAborted("it has left"),
    new Deno.errors.NotConnected("it has left"),
  ];
  interceptAccept(async (accept) => {
    const departure = departures[calls++];
    if (departure) throw departure;
    end ??= Date.now() + OUTAGE_MS;
    const isOver = calls > 3 && Date.now() >= end || calls >= 1000;
    if (!isOver) throw new Error("Too many open files");
    return await accept();
  });
  await using server = await start(serveEmpty);
  expectValue("server.addr.hostname", server.addr.hostname, "127.0.0.1", {
    likely: "hostname has no default, so Deno.listen takes 0.0.0.0",
  });
  const response = await server.exchange(get("/", "Connection: close"), {
    likely: {
      silence:
        "the accept loop ends when accept() throws: catch the error in " +
        "the loop",
    },
  });
  expectStatus(response, 200);
  expectThat(calls < 50, `accept() failed ${calls} times in ${OUTAGE_MS} ms`, {
    expected: "a pause of some milliseconds after a failure",
  });
  await server.logged("Too many open files");
  const hasLeft = server.log.some((line) => line.includes("it has left"));
  expectThat(!hasLeft, "a client that left was logged", {
    expected: "no line of the log about a client that has gone",
  });
}));

Deno.test(test("two servers share a port with reusePort", {
  because: "on Linux, several processes may listen on one port if all say so",
}, async () => {
  // Other systems cannot do it.
  if (Deno.build.os !== "linux") {
    await using server = await start(serveEmpty);
    return expectThat(server.addr.port > 0, "it does not listen");
  }
  await using server = await start(serveEmpty, { reusePort: true });
  const { port } = server.addr;
  const second = listen(port, true);
  expectThat(second !== undefined, "the port cannot be shared", {
    expected: "both servers listen: both have reusePort: true",
    likely: "the option is not passed to Deno.listen",
  });
  await second[Symbol.asyncDispose]();
  const third = listen(port, false);
  await third?.[Symbol.asyncDispose]();
  if (third === undefined) return;
  throw new Failure("a port in use is taken without reusePort", {
    expected: "Deno.errors.AddrInUse",
    likely: "Deno.listen gets reusePort: true, whatever the option says",
  });
}));

/** Starts a second server on a port; `undefined` if the port is taken. */
function listen(port: number, reusePort: boolean) {
  try {
    return serveEmpty({ port, reusePort, log() {} });
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return undefined;
    throw error;
  }
}
