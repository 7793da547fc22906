import {
  expectThat,
  interceptAccept,
  Moment,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { writeWhole } from "./peer.ts";
import { askServer, expectYes, sayYes, serveWith } from "./yes.ts";

const test = suite(import.meta.url, {
  because: "RFC 9293 section 3.5.2: a reset may come at any time",
});

/** The messages of clients that then reset their connection. */
const MESSAGES = ["", "and away"];

Deno.test(
  test("a client that resets ends its own connection only", {
    try: "deno task lab 01 --send 'can you hear me?' --reset",
  }, async () => {
    await using server = await start(serve);
    for (const message of MESSAGES) {
      const connection = await server.connect({ canReset: true });
      if (message) await connection.send(message);
      await connection.reset();
    }
    await askServer(server);
    expectThat(!/reset|broken pipe/i.test(server.log.join()), "it was logged", {
      expected: "no line of the log about a client that has gone",
      likely:
        "every error is logged: leave out those that say that the client " +
        "has gone",
    });
  }),
);

Deno.test(
  test(
    "a client that vanishes before its answer disturbs no other",
    {},
    async () => {
      using connected = new Moment("the handler is called");
      using gone = new Moment("the client has gone");
      const size = 8 * 1024 * 1024;
      await using server = await start(serveWith(async (connection) => {
        connected.happen();
        await gone.promise;
        await writeWhole(connection, new Uint8Array(size));
      }));
      const vanishing = await server.connect({ canReset: true });
      await connected.expect();
      await vanishing.reset();
      gone.happen();
      const next = await server.connect();
      const { length } = await next.readToEnd();
      expectThat(length === size, `the next client received ${length} bytes`, {
        expected: `all ${size} bytes of its answer`,
      });
    },
  ),
);

/** How long accept() fails, in milliseconds. */
const OUTAGE_MS = 100;

Deno.test(test("accept() may fail, and the next client is served", {
  because: "a client may leave the queue, or the process may have too many " +
    "files open",
}, async () => {
  let calls = 0;
  let end: number | undefined;
  interceptAccept(async (accept) => {
    if (++calls === 1) throw new Deno.errors.ConnectionAborted("it has left");
    end ??= Date.now() + OUTAGE_MS;
    const isOver = calls > 2 && Date.now() >= end || calls >= 1000;
    if (!isOver) throw new Error("Too many open files");
    return await accept();
  });
  await using server = await start(serveWith(sayYes));
  await expectYes(await server.connect(), {
    silence: "accept() is not called again after it has thrown: catch the " +
      "error in the loop, and go on to the next accept()",
  });
  expectThat(calls < 50, `accept() failed ${calls} times in ${OUTAGE_MS} ms`, {
    expected: "a pause of some milliseconds after a failure",
  });
  const log = server.log.join("\n");
  expectThat(log.includes("Too many open files"), "the failure is not logged", {
    expected: "a line of the log that says why no client is served",
  });
  expectThat(!log.includes("it has left"), "a client that left was logged", {
    expected: "no line of the log about a client that has gone",
  });
}));

/** Errors of a connection that has ended, on one system or another. */
const DISCONNECTS = [
  "ConnectionReset",
  "ConnectionAborted",
  "BrokenPipe",
  "NotConnected",
  "BadResource",
  "Interrupted",
] as const;

Deno.test(
  test("a handler whose client has gone is not logged", {}, async () => {
    for (const name of DISCONNECTS) {
      await variant(name, async () => {
        await using server = await start(serveWith(() => {
          throw new Deno.errors[name]("gone");
        }));
        await (await server.connect()).readToEnd();
        await server.shutdown();
        expectThat(server.log.length === 0, "it was logged", {
          expected: "no line of the log about a client that has gone",
        });
      });
    }
  }),
);
