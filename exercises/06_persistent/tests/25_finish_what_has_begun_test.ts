import {
  type Connection,
  expectBody,
  expectStatus,
  expectThat,
  expectValue,
  get,
  Moment,
  pause,
  Program,
  start,
  suite,
  TempDir,
  toBytes,
  Traffic,
} from "../../../kit/mod.ts";
import { anotherAnswer, expectClose, serveEmpty, serveWith } from "./engine.ts";
import {
  beginShutdown,
  expectRunning,
  expectStopped,
  expectTurnedAway,
  SHUTDOWN,
} from "./shutdown.ts";

const test = suite(import.meta.url, { because: SHUTDOWN });

Deno.test(
  test("a request in progress is answered, a new one refused", {}, async () => {
    using called = new Moment("the handler is called");
    using goOn = new Moment("the handler may answer");
    const calls: string[] = [];
    const signals: AbortSignal[] = [];
    await using server = await start(serveWith(async ({ path, signal }) => {
      calls.push(path);
      signals.push(signal);
      called.happen();
      await goOn.promise;
      return { status: 200, body: "done" };
    }));
    const connection = await server.connect();
    await connection.send(get("/begun"));
    await called.expect();
    const stopped = beginShutdown(server);
    await connection.send(get("/too-late"));
    await expectTurnedAway(server);
    await expectRunning(stopped, connection);
    expectThat(!signals[0].aborted, "shutdown() has aborted request.signal", {
      expected: "the signal of a request in progress does not abort",
      likely: "shutdown() aborts all signals, as that of stage 02 did",
    });
    goOn.happen();
    const response = await connection.readResponse();
    expectStatus(response, 200);
    expectBody(response, "done");
    expectClose(response, CHECKED_EARLY);
    const likely = anotherAnswer(connection, SERVED_ON);
    await connection.expectEnd({ likely });
    expectValue("the paths of handled requests", calls, ["/begun"]);
    await connection.close();
    await expectStopped(stopped);
    await server.shutdown();
  }),
);

const CHECKED_EARLY = "whether the server is stopping is checked before the " +
  "handler is called, and not again when the answer is written";

const SERVED_ON =
  "the next request is answered although the server is stopping";

Deno.test(
  test("a request has begun with its first byte", {}, async () => {
    using traffic = new Traffic();
    await using server = await start(serveEmpty);
    const connection = await server.connect();
    const request = get("/");
    await connection.send(request.slice(0, 1));
    while (traffic.bytesRead < 1) await pause(1);
    const stopped = beginShutdown(server);
    // Longer than a server may wait for bytes that have already arrived.
    await pause(40);
    await connection.send(request.slice(1));
    const response = await connection.readResponse({
      likely: {
        "end of file": "a connection counts as idle until its header section " +
          "is complete",
      },
    });
    expectStatus(response, 200);
    expectClose(response);
    await connection.expectEnd();
    await connection.close();
    await expectStopped(stopped);
  }),
);

Deno.test(
  test("a stream is sent to its end, then what waits for it", {}, async () => {
    using traffic = new Traffic();
    using goOn = new Moment("the stream may go on");
    await using server = await start(serveWith(({ path }) => {
      if (path !== "/slow") return { status: 200, body: path };
      const body = ReadableStream.from(async function* () {
        yield toBytes("first").slice();
        await goOn.promise;
        yield toBytes("second").slice();
      }());
      return { status: 200, body };
    }));
    const connection = await server.connect();
    const requests = get("/slow") + get("/waits") + get("/too-late");
    await connection.send(requests);
    await connection.readUntil("first");
    while (traffic.bytesRead < requests.length) await pause(1);
    const stopped = beginShutdown(server);
    await expectRunning(stopped, connection);
    goOn.happen();
    await connection.readUntil("second");
    await connection.readUntil("\r\n0\r\n\r\n");
    const response = await connection.readResponse({
      likely: { "end of file": DROPPED },
    });
    expectBody(response, "/waits");
    expectClose(response);
    const likely = anotherAnswer(connection, SERVED_ON);
    await connection.expectEnd({ likely });
    await connection.close();
    await expectStopped(stopped);
  }),
);

const DROPPED = "the connection ends after the answer in progress, although " +
  "that did not say so, and the next request has begun";

Deno.test(test("Ctrl-C lets an answer be sent to its end", {
  try: "deno run -A exercises/06_persistent/server.ts",
}, async () => {
  // More than the kernels of both sides take: the server is still writing it.
  const length = 16 * 1024 * 1024;
  const content = new Uint8Array(length);
  await using directory = await TempDir.create({ "large.bin": content });
  const url = import.meta.resolve("../server.ts");
  const args = ["--port", "0", "--root", directory.path];
  await using program = Program.start(url, args);
  const busy = await program.connect();
  await busy.send(get("/large.bin", "Connection: close"));
  await busy.more();
  const ending = program.interrupt();
  ending.catch(() => {});
  await pause(20);
  await expectWhole(busy, length);
  await busy.close();
  const { code, stderr } = await ending;
  expectValue("stderr", stderr, "");
  expectValue("the exit code", code, 0);
}));

/** Expects a whole body after a header section. */
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
    expected: "the answer in progress is sent to its end",
    likely: outcome === "silence"
      ? undefined
      : "shutdown() cuts the connection, or an answer counts as sent before " +
        "its last write has been awaited",
  });
}
