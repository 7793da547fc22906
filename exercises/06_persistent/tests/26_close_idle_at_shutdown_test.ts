import {
  expectStatus,
  expectValue,
  get,
  interceptAccept,
  Moment,
  start,
  suite,
  toBytes,
  variant,
} from "../../../kit/mod.ts";
import { expectClose, serveEmpty, serveWith } from "./engine.ts";
import {
  beginShutdown,
  expectRunning,
  expectStopped,
  expectTurnedAway,
  SHUTDOWN,
} from "./shutdown.ts";

const test = suite(import.meta.url, {
  because: `${SHUTDOWN}; an idle connection has nothing to wait for`,
});

const WAITS = {
  late: "shutdown() waits for the next request of an idle connection: close " +
    "such connections, and their pending read ends",
};

Deno.test(test("shutdown() closes idle connections at once", {}, async () => {
  using accepted = new Moment("the last connection is accepted");
  using goOn = new Moment("accept() may return it");
  let isLast = false;
  interceptAccept(async (accept) => {
    const tcp = await accept();
    if (isLast) {
      accepted.happen();
      await goOn.promise;
    }
    return tcp;
  });
  await using server = await start(serveEmpty);
  const used = await server.connect();
  await used.send(get("/"));
  await used.readResponse();
  const fresh = await server.connect();
  const other = await server.connect();
  await other.send(get("/"));
  // The server has accepted the connection before this one.
  await other.readResponse();
  isLast = true;
  const late = await server.connect();
  await accepted.expect();
  const stopped = server.shutdown({ likely: WAITS });
  goOn.happen();
  await stopped;
  for (const [name, connection] of Object.entries({ used, fresh, late })) {
    await variant(`a ${name} connection`, () => connection.expectEnd());
  }
  expectValue("the number of lines in the log", server.log.length, 2, {
    expected: "one line for each request, and none for an idle connection",
    likely: "the error of the read that close() ends is logged like a defect",
  });
}));

Deno.test(
  test("bytes that have arrived are read before shutdown()", {
    because:
      "a request has begun with its first byte, although that byte may " +
      "still be in the kernel",
  }, async () => {
    await using server = await start(serveEmpty);
    const connection = await server.connect();
    await connection.send(get("/"));
    await connection.readResponse();
    // The first thing that send() does is to give the bytes to the kernel.
    const sending = connection.send(get("/begun"));
    for (const end = performance.now() + 10; performance.now() < end;);
    const stopped = beginShutdown(server);
    await sending;
    const response = await connection.readResponse({
      likely: {
        "end of file": NOT_READ,
        reset: NOT_READ,
      },
    });
    expectStatus(response, 200);
    expectClose(response);
    await connection.expectEnd();
    await connection.close();
    await expectStopped(stopped);
    expectValue("the number of lines in the log", server.log.length, 2, {
      expected: "one line for each request, and none for the end of the loop",
      likely: "the error of the accept() that close() ends is logged",
    });
  }),
);

const NOT_READ = "idle connections are closed at once, with bytes that have " +
  "arrived: give the event loop a few turns to deliver them before you close";

Deno.test(
  test("a connection ends if nothing follows its answer", {}, async () => {
    using goOn = new Moment("the stream may go on");
    await using server = await start(serveWith(() => ({
      status: 200,
      body: ReadableStream.from(async function* () {
        yield toBytes("first").slice();
        await goOn.promise;
        yield toBytes("second").slice();
      }()),
    })));
    const connection = await server.connect();
    await connection.send(get("/"));
    await connection.readUntil("first");
    const stopped = beginShutdown(server);
    await expectTurnedAway(server);
    await expectRunning(stopped, connection);
    goOn.happen();
    await connection.readUntil("\r\n0\r\n\r\n");
    await connection.expectEnd({
      expected: "the connection ends after the last chunk",
      likely: {
        silence: "the loop waits for another request although the server is " +
          "stopping",
      },
    });
    await connection.close();
    await expectStopped(stopped);
  }),
);

Deno.test(test("shutdown() waits until a drain has ended", {
  because: "RFC 9112 section 9.6: a reset could destroy the last answer",
}, async () => {
  await using server = await start(serveEmpty, { lingerMs: 30 });
  const connection = await server.connect();
  await connection.send(get("/", "Connection: close"));
  await connection.readResponse();
  await connection.expectEnd();
  await server.shutdown();
  await server.closes(connection, {
    expected: "nothing is open when shutdown() has ended",
    likely: {
      silence:
        "a connection is forgotten when its last answer is sent: it is " +
        "open until it has been drained",
    },
  });
}));
