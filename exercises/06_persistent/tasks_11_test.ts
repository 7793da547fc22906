/**
 * The suite of stage 06, task 11: a server that ends lets nobody down.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import {
  type Connection,
  expectBody,
  expectStatus,
  expectThat,
  expectValue,
  Failure,
  get,
  Moment,
  pause,
  Program,
  type ServerUnderTest,
  SILENCE_MS,
  start,
  suite,
  TempDir,
  toBytes,
  Traffic,
  variant,
  within,
} from "../../kit/mod.ts";
import { expectClose, serveWith } from "./engine_client.ts";
import type { Bytes } from "./server.ts";

const task = suite(import.meta.url);

const SHUTDOWN = "RFC 9112 section 9.6: a client cannot know whether a " +
  "request without an answer was executed, so answer what you have begun";

/** Expects that a new client is turned away: it gets no answer. */
async function expectTurnedAway(server: ServerUnderTest): Promise<void> {
  let connection: Connection;
  try {
    connection = await server.connect();
    await connection.send(get("/new"));
  } catch (error) {
    if (error instanceof Failure) return;
    throw error;
  }
  const outcome = await connection.more();
  if (outcome === "end of file" || outcome === "reset") return;
  throw new Failure("a new client is still let in", {
    transcript: connection.transcript,
    expected: "the listener is closed as soon as shutdown() is called",
  });
}

/** Expects that the server does not stop while something is in flight. */
async function expectRunning(
  stopped: Promise<void>,
  { transcript }: Connection,
): Promise<void> {
  const running = Symbol();
  // Long enough for a server that does not wait to have stopped.
  if (await within(stopped, 100, running) === running) return;
  throw new Failure("shutdown() has ended before the answer was sent", {
    transcript,
    expected: "shutdown() waits for what is in flight",
  });
}

/** Expects that the server has stopped, or does so in time. */
async function expectStopped(stopped: Promise<void>): Promise<void> {
  const late = Symbol();
  if (await within(stopped, SILENCE_MS, late) !== late) return;
  throw new Failure(`the server still runs after ${SILENCE_MS} ms`, {
    expected: "it ends when the last answer has been sent",
  });
}

Deno.test(task(11, "what is in flight is answered, what is new is refused", {
  because: SHUTDOWN,
  likely: "shutdown() of serveTcp cuts every connection: from here on you " +
    "need an accept loop of your own, like that of stage 01",
}, async () => {
  const calls: string[] = [];
  const signals: AbortSignal[] = [];
  await using server = await start(serveWith(async ({ path, signal }) => {
    calls.push(path);
    signals.push(signal);
    called.happen();
    await goOn.promise;
    return { status: 200, body: "done" };
  }));
  using called = new Moment("the handler is called");
  using goOn = new Moment("the handler may answer");
  const connection = await server.connect();
  await connection.send(get("/begun"));
  await called.expect();
  const stopped = server.shutdown();
  // What goes wrong with it is told below.
  stopped.catch(() => {});
  await connection.send(get("/too-late"));
  await expectTurnedAway(server);
  await expectRunning(stopped, connection);
  expectThat(!signals[0].aborted, "shutdown() has aborted request.signal", {
    expected: "the signal of what is in flight aborts after shutdownGraceMs, " +
      "and not before",
    likely: "shutdown() aborts them all, as that of stage 02 did: then every " +
      "handler that listens gives up",
  });
  goOn.happen();
  const response = await connection.readResponse();
  expectStatus(response, 200);
  expectBody(response, "done");
  expectClose(
    response,
    "whether the server ends is looked at before the handler is called, and " +
      "not again when the answer is written",
  );
  await connection.expectEnd(
    "the connection ends after the answer",
    "the next request is answered, although the server ends",
  );
  assertEquals(calls, ["/begun"], "the paths of what was handled");
  await connection.close();
  await expectStopped(stopped);
}));

Deno.test(task(11, "connections that are idle end at once", {
  because: SHUTDOWN + "; where nothing was begun, there is nothing to wait for",
  likely: "shutdown() waits for their next request, or for idleTimeoutMs: " +
    "close them, their read then throws",
}, async () => {
  await using server = await start(serveWith(() => ({ status: 200 })));
  const used = await server.connect();
  await used.send(get("/"));
  expectStatus(await used.readResponse(), 200);
  const fresh = await server.connect();
  const other = await server.connect();
  await other.send(get("/"));
  expectStatus(await other.readResponse(), 200);
  await server.shutdown();
  for (const [name, connection] of Object.entries({ used, fresh })) {
    await variant(`a ${name} connection`, () => connection.expectEnd());
  }
  await variant("a request is begun with its first byte", expectBegun, {
    likely: "a connection counts as idle until the header section is whole: " +
      "from the first byte on, somebody waits for an answer",
  });
}));

/** Expects that half a header section is waited for, and answered. */
async function expectBegun(): Promise<void> {
  using traffic = new Traffic();
  await using server = await start(serveWith(() => ({ status: 200 })));
  const connection = await server.connect();
  const request = get("/");
  await connection.send(request.slice(0, 10));
  // The server must have read it; nothing else is on its way.
  for (let ms = 0; ms < SILENCE_MS && traffic.bytesRead < 10; ms++) {
    await pause(1);
  }
  const stopped = server.shutdown();
  stopped.catch(() => {});
  await connection.send(request.slice(10));
  const response = await connection.readResponse();
  expectStatus(response, 200);
  expectClose(response);
  await connection.expectEnd();
  await connection.close();
  await expectStopped(stopped);
}

Deno.test(task(11, "a stream in flight is sent to its end", {
  because: SHUTDOWN,
  likely: "only the handler is waited for: the answer is in flight until its " +
    "last byte is written",
}, async () => {
  await using server = await start(serveWith(({ path }) => {
    if (path === "/next") return { status: 200, body: "next" };
    const body = ReadableStream.from(async function* () {
      yield toBytes("first").slice();
      await goOn.promise;
      yield toBytes("second").slice();
    }());
    return { status: 200, body };
  }));
  using goOn = new Moment("the stream may go on");
  const connection = await server.connect();
  await connection.send(get("/"));
  await connection.readUntil("first");
  const stopped = server.shutdown();
  stopped.catch(() => {});
  await expectTurnedAway(server);
  await expectRunning(stopped, connection);
  goOn.happen();
  await connection.readUntil("second");
  await connection.readUntil("\r\n0\r\n\r\n");
  await connection.expectEnd("the connection ends after the last chunk");
  await connection.close();
  await expectStopped(stopped);
}));

Deno.test(task(11, "what takes too long is cut after shutdownGraceMs", {
  because: "who runs the server wants it to end, and a client may take for " +
    "ever",
  likely: "there is no deadline, or it is not cleared when all is over; what " +
    "is cut hears of it: request.signal aborts, the stream is cancelled",
}, async () => {
  using called = new Moment("the handler is called");
  using aborted = new Moment("request.signal aborts");
  using cancelled = new Moment("the stream is cancelled");
  using goOn = new Moment("the handler that does not listen goes on");
  using discarded = new Moment("the stream that comes too late is cancelled");
  await using server = await start(
    serveWith(async ({ path, signal }) => {
      called.happen();
      if (path === "/handler") {
        signal.addEventListener("abort", aborted.happen);
        await aborted.promise;
        return { status: 200 };
      }
      if (path === "/deaf") {
        await goOn.promise;
        const cancel = discarded.happen;
        return { status: 200, body: new ReadableStream({ cancel }) };
      }
      const start = (controller: Controller) =>
        controller.enqueue(toBytes("first").slice());
      const cancel = cancelled.happen;
      return { status: 200, body: new ReadableStream({ start, cancel }) };
    }),
    { shutdownGraceMs: 100 },
  );
  const waiting = await server.connect();
  await waiting.send(get("/handler"));
  await called.expect();
  const deaf = await server.connect();
  await deaf.send(get("/deaf"));
  const streaming = await server.connect();
  await streaming.send(get("/stream"));
  await streaming.readUntil("first");
  const late = Symbol();
  const stopped = server.shutdown();
  stopped.catch(() => {});
  if (await within(stopped, SILENCE_MS - 200, late) === late) {
    throw new Failure("finished does not settle after shutdownGraceMs", {
      expected:
        "the server ends, whether a handler listens to its signal or not",
      likely:
        "the connections are closed, and then a handler is awaited that " +
        "never settles: race it with its signal",
    });
  }
  await aborted.expect();
  await cancelled.expect();
  goOn.happen();
  await discarded.expect({
    likely: "what a handler returns when nobody waits for it any more is " +
      "forgotten: cancel its stream, else its file stays open",
  });
  for (const connection of [waiting, deaf, streaming]) {
    let outcome = await connection.more();
    while (outcome === "bytes") outcome = await connection.more();
    if (outcome === "silence") await connection.expectEnd();
  }
}));

type Controller = ReadableStreamDefaultController<Bytes>;

/** Expects all of a body whose header section is among what has come. */
async function expectWhole(
  connection: Connection,
  length: number,
): Promise<void> {
  await connection.readUntil("\r\n\r\n");
  let outcome: string = "bytes";
  while (outcome === "bytes" && connection.unread.length < length) {
    outcome = await connection.more();
  }
  const found = connection.unread.length;
  expectThat(found === length, `${outcome} after ${found} bytes of ${length}`, {
    expected: "the answer that was being sent is sent to its end",
    likely:
      "shutdown() cuts the connection, or aborts its signal; or a write " +
      "is not awaited, and the answer counts as sent before it is",
  });
}

/** What takes the place of serveTcp. */
const LIKE_TCP = {
  because: "RFC 9112 section 9.6: who closes with unread input resets the " +
    "connection, and the reset can overtake the answer",
};

Deno.test(task(11, "your accept loop does all that serveTcp did", {
  ...LIKE_TCP,
  likely: "the connection is closed right after its last answer: half-close, " +
    "drain for lingerMs, then close, as stage 01 does",
}, async () => {
  await variant(
    "a client that still sends can read the last answer",
    async () => {
      await using server = await start(
        serveWith(() => ({ status: 200 })),
        { lingerMs: 10_000 },
      );
      const rows: [request: string, status: number][] = [
        [get("/", "Connection: close"), 200],
        ["HELLO\r\n\r\n", 400],
      ];
      for (const [request, status] of rows) {
        const connection = await server.connect();
        await connection.send(request + "a".repeat(200_000));
        expectStatus(await connection.readResponse(), status);
        for (let count = 0; count < 5; count++) {
          await connection.sendPieces(["a".repeat(50_000)]);
        }
        await connection.expectEnd("an end of file, and no reset");
        await connection.close();
      }
    },
  );
  await variant(
    "a client that stays is let go after lingerMs: 100",
    async () => {
      using traffic = new Traffic();
      await using server = await start(
        serveWith(() => ({ status: 200 })),
        { lingerMs: 100 },
      );
      const connection = await server.connect();
      await connection.send(get("/", "Connection: close"));
      await connection.readResponse();
      await connection.expectEnd();
      const giveUp = Date.now() + 800;
      while (traffic.open > 0 && Date.now() < giveUp) await pause(10);
      expectValue("the number of open connections", traffic.open, 0);
    },
    { likely: "the connection is drained without lingerMs, or for ever" },
  );
  await variant("shutdown() waits for a client that stays", async () => {
    using traffic = new Traffic();
    await using server = await start(
      serveWith(() => ({ status: 200 })),
      { lingerMs: 300 },
    );
    const connection = await server.connect();
    await connection.send(get("/", "Connection: close"));
    await connection.readResponse();
    await connection.expectEnd();
    await server.shutdown();
    expectValue("the number of open connections", traffic.open, 0);
  }, {
    likely:
      "a connection is forgotten when its last answer is sent: it is open " +
      "until it has been drained",
  });
  await variant("nobody has said where to listen", async () => {
    await using server = await start(serveWith(() => ({ status: 200 })));
    expectValue("server.addr.hostname", server.addr.hostname, "127.0.0.1");
  }, { likely: "Deno.listen takes 0.0.0.0 where hostname is not given" });
  await variant("reusePort: true", expectShared, {
    because: "the stub says so: on Linux several processes may share a port",
    likely: "the option does not reach Deno.listen",
  });
}));

/** Expects that two servers may listen on one port, if both say so. */
async function expectShared(): Promise<void> {
  // Elsewhere the system does not know how.
  if (Deno.build.os !== "linux") return;
  const serve = serveWith(() => ({ status: 200 }));
  await using server = await start(serve, { reusePort: true });
  const { port } = server.addr;
  await using _second = serve({ port, reusePort: true });
  let alone: AsyncDisposable;
  try {
    alone = serve({ port });
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return;
    throw error;
  }
  await alone[Symbol.asyncDispose]();
  throw new Failure("a port that is in use is taken all the same", {
    expected: "Deno.errors.AddrInUse, without reusePort",
    likely: "reusePort is true, whatever the option says",
  });
}

Deno.test(task(11, "Ctrl-C does the same", {
  because: SHUTDOWN,
  likely: "runProgram calls shutdown() and waits for finished: what is in " +
    "flight must be done before that settles",
  try: "deno run -A exercises/06_persistent/server.ts",
}, async () => {
  const length = 32 * 1024 * 1024;
  await using directory = await TempDir.create({
    "large.bin": new Uint8Array(length),
  });
  const url = import.meta.resolve("./server.ts");
  const args = ["--port", "0", "--root", directory.path];
  await using program = Program.start(url, args);
  const idle = await program.connect();
  await idle.send(get("/"));
  expectStatus(await idle.readResponse(), 200);
  const busy = await program.connect();
  // More than the kernel keeps: the server is still writing it.
  await busy.send(get("/large.bin"));
  await busy.more();
  const ending = program.interrupt();
  // What goes wrong with it is told below.
  ending.catch(() => {});
  await idle.expectEnd("the idle connection ends: the server has heard it");
  await expectWhole(busy, length);
  await busy.close();
  const { code, stderr } = await ending;
  assertEquals(stderr, "");
  assertEquals(code, 0);
}));
