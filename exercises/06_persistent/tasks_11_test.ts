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
  Failure,
  get,
  Moment,
  Program,
  SILENCE_MS,
  start,
  type Subject,
  suite,
  TempDir,
  toBytes,
  variant,
  within,
} from "../../kit/mod.ts";
import { expectClose, serveWith } from "./engine_client.ts";
import type { Bytes } from "./server.ts";

const task = suite(import.meta.url);

const SHUTDOWN = "RFC 9112 section 9.6: a client cannot know whether a " +
  "request without an answer was executed, so answer what you have begun";

/** Expects that a new client is turned away: it gets no answer. */
async function expectTurnedAway(server: Subject): Promise<void> {
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
  often: "shutdown() of serveTcp cuts every connection: from here on you " +
    "need an accept loop of your own, like that of stage 01",
}, async () => {
  const calls: string[] = [];
  await using server = await start(serveWith(async ({ path, signal }) => {
    calls.push(path);
    called.happen();
    await goOn.promise;
    return { status: 200, body: `the signal has aborted: ${signal.aborted}` };
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
  goOn.happen();
  const response = await connection.readResponse();
  expectStatus(response, 200);
  expectBody(response, "the signal has aborted: false");
  expectClose(response);
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
  often: "shutdown() waits for their next request, or for idleTimeoutMs: " +
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
}));

Deno.test(task(11, "a stream in flight is sent to its end", {
  because: SHUTDOWN,
  often: "only the handler is waited for: the answer is in flight until its " +
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
  often: "there is no deadline, or it is not cleared when all is over; what " +
    "is cut hears of it: request.signal aborts, the stream is cancelled",
}, async () => {
  using called = new Moment("the handler is called");
  using aborted = new Moment("request.signal aborts");
  using cancelled = new Moment("the stream is cancelled");
  await using server = await start(
    serveWith(async ({ path, signal }) => {
      called.happen();
      if (path === "/handler") {
        signal.addEventListener("abort", aborted.happen);
        await aborted.promise;
        return { status: 200 };
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
  const streaming = await server.connect();
  await streaming.send(get("/stream"));
  await streaming.readUntil("first");
  await server.shutdown();
  await aborted.expect();
  await cancelled.expect();
  for (const connection of [waiting, streaming]) {
    let outcome = await connection.more();
    while (outcome === "bytes") outcome = await connection.more();
    if (outcome === "silence") await connection.expectEnd();
  }
}));

type Controller = ReadableStreamDefaultController<Bytes>;

Deno.test(task(11, "Ctrl-C does the same", {
  because: SHUTDOWN,
  often: "runProgram calls shutdown() and waits for finished: what is in " +
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
  const response = await busy.readResponse();
  assertEquals(response.body.length, length, "bytes of the file received");
  await busy.close();
  const { code, stderr } = await ending;
  assertEquals(stderr, "");
  assertEquals(code, 0);
}));
