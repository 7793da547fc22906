import {
  allVariants,
  type Connection,
  expectValue,
  get,
  Moment,
  pause,
  start,
  suite,
  Traffic,
  variant,
} from "../../../kit/mod.ts";
import type { HttpResponse } from "../server.ts";
import { announce } from "./chunks.ts";
import { serveEmpty, serveWith, silentStream } from "./engine.ts";

const test = suite(import.meta.url, {
  because:
    "a handler, or a client, may take for ever, and the server must be " +
    "able to stop",
});

const GRACE = { shutdownGraceMs: 10 };

const NO_DEADLINE = {
  late: "shutdown() waits for requests in progress without a deadline",
};

Deno.test(test("request.signal aborts after shutdownGraceMs", {}, async () => {
  for (const client of ["a client that stays", "a client that half-closes"]) {
    await variant(client, async () => {
      using traffic = new Traffic();
      using called = new Moment("the handler is called");
      using aborted = new Moment("request.signal aborts after shutdownGraceMs");
      const serve = serveWith(({ signal }) => {
        signal.addEventListener("abort", aborted.happen);
        called.happen();
        return aborted.promise.then((): HttpResponse => ({ status: 200 }));
      });
      await using server = await start(serve, GRACE);
      const connection = await server.connect();
      await connection.send(get("/"));
      await called.expect();
      if (client.includes("half")) {
        await connection.closeWrite();
        while (traffic.reads.at(-1) !== 0) await pause(1);
      }
      await server.shutdown({
        likely: {
          late: "requests in progress are awaited without a deadline, or " +
            "their connections are closed without abort()",
        },
      });
      await aborted.expect();
      await expectCut(connection);
    });
  }
}));

Deno.test(test("a request that is still arriving is cut", {}, async () => {
  using traffic = new Traffic();
  await using server = await start(serveEmpty, GRACE);
  const connection = await server.connect();
  const beginning = "GET / HTTP/1.1\r\nHost";
  await connection.send(beginning);
  while (traffic.bytesRead < beginning.length) await pause(1);
  await server.shutdown({
    likely: {
      late: "only the signals of requests abort: close the connections, too",
    },
  });
  await expectCut(connection);
  await variant("a body that nothing reads", expectUnreadBodyCut);
}));

async function expectUnreadBodyCut(): Promise<void> {
  await using server = await start(serveEmpty, GRACE);
  const connection = await server.connect();
  await connection.send(announce(5));
  await connection.readResponse();
  await server.shutdown({
    likely: {
      late: "the rest of a body is drained without a deadline",
    },
  });
  await expectCut(connection);
}

/** Streams, by how long their cancellation takes. */
const STREAMS: Readonly<Record<string, () => Promise<void>>> = {
  "a stream that closes its file": () => pause(10),
  "a stream that fails to close its file": () => Promise.reject(new Error()),
  "a stream that is never closed": () => new Promise(() => {}),
};

Deno.test(test("a stream is cancelled after shutdownGraceMs", {}, async () => {
  const rows = Object.entries(STREAMS).map(([name, close]) =>
    variant(name, async () => {
      const events: string[] = [];
      const body = silentStream(async () => {
        events.push("cancelled");
        await close();
        events.push("closed");
      });
      const serve = serveWith(() => ({ status: 200, body }));
      const lingerMs = name.includes("never") ? 10 : 1000;
      await using server = await start(serve, { ...GRACE, lingerMs });
      const connection = await server.connect();
      await connection.send(get("/"));
      await connection.readUntil("first");
      await server.shutdown({
        likely: name.includes("never")
          ? { late: "shutdown() waits for cancel() without a deadline" }
          : NO_DEADLINE,
      });
      const closed = close === STREAMS["a stream that closes its file"];
      const expected = closed ? ["cancelled", "closed"] : ["cancelled"];
      expectValue("what the stream has done", events, expected, {
        likely:
          "shutdown() does not wait for the promise that cancel() returns",
      });
      await expectCut(connection);
    })
  );
  await allVariants(rows);
}));

Deno.test(
  test("a handler that ignores its signal keeps no server", {}, async () => {
    using called = new Moment("the handler is called");
    using goOn = new Moment("the handler answers at last");
    using cancelled = new Moment("the stream that comes too late is cancelled");
    const serve = serveWith(async () => {
      called.happen();
      await goOn.promise;
      return { status: 200, body: silentStream(cancelled.happen) };
    });
    await using server = await start(serve, GRACE);
    const connection = await server.connect();
    await connection.send(get("/"));
    await called.expect();
    await server.shutdown({
      likely: {
        late: "the connection is closed, but a handler that never settles is " +
          "awaited: race it with its signal",
      },
    });
    await expectCut(connection);
    goOn.happen();
    await cancelled.expect({
      likely: "a response that comes too late is dropped: cancel its stream, " +
        "since its file is open",
    });
  }),
);

/** Expects that the connection has ended, with an end of file or a reset. */
async function expectCut(connection: Connection): Promise<void> {
  let outcome = await connection.more();
  while (outcome === "bytes") outcome = await connection.more();
  if (outcome === "silence") await connection.expectEnd();
}
