import {
  type Connection,
  expectBody,
  expectThat,
  get,
  Moment,
  pause,
  start,
  suite,
  toBytes,
  Traffic,
  variant,
} from "../../../kit/mod.ts";
import type { HttpResponse } from "../server.ts";
import { serveWith, silentStream } from "./engine.ts";

const test = suite(import.meta.url, {
  because:
    "RFC 9112 section 9.6: an end of file may mean that the client still " +
    "waits for its answer, or that it has gone",
  try: "deno task lab 06 --handlers --time-limit 1000 " +
    "--send 'GET /waits HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' --half-close",
});

const NO_CLOCK =
  "an end of file changes nothing: while nothing is sent, start " +
  "a timer of halfCloseTimeoutMs";

Deno.test(
  test("a closed client aborts a handler that still works", {}, async () => {
    using called = new Moment("the handler is called");
    using aborted = new Moment("request.signal aborts after a close");
    const serve = serveWith(({ signal }) => {
      signal.addEventListener("abort", aborted.happen);
      called.happen();
      return aborted.promise.then((): HttpResponse => ({ status: 200 }));
    });
    await using server = await start(serve, { halfCloseTimeoutMs: 50 });
    const client = await server.connect();
    await client.send(get("/"));
    await called.expect();
    await client.close();
    await aborted.expect({ likely: NO_CLOCK });
  }),
);

Deno.test(test("a closed client cancels a silent stream", {}, async () => {
  for (const moment of ["after the first bytes", "before the first bytes"]) {
    await variant(`it closes ${moment}`, async () => {
      using traffic = new Traffic();
      using goOn = new Moment("the handler may answer");
      using aborted = new Moment("request.signal aborts after a close");
      using cancelled = new Moment("the stream of the handler is cancelled");
      const serve = serveWith(async ({ signal }) => {
        signal.addEventListener("abort", aborted.happen);
        await goOn.promise;
        return { status: 200, body: silentStream(cancelled.happen) };
      });
      const isEarly = moment.startsWith("before");
      // Within it, the first bytes have to be sent.
      const halfCloseTimeoutMs = isEarly ? 200 : 50;
      await using server = await start(serve, { halfCloseTimeoutMs });
      const client = await server.connect();
      await client.send(get("/"));
      if (isEarly) {
        await client.closeWrite();
        while (traffic.reads.at(-1) !== 0) await pause(1);
      }
      goOn.happen();
      await client.readUntil("first");
      if (!isEarly) await client.close();
      await aborted.expect({ likely: isEarly ? NOT_AGAIN : NO_CLOCK });
      await cancelled.expect({
        likely: "the signal aborts, but the stream is not cancelled",
      });
      if (isEarly) await expectIncomplete(client);
    });
  }
}));

const NOT_AGAIN = "the timer is cleared for a write, and not started again " +
  "after it";

const GONE_AT_ONCE = "an end of file is taken for a departure at once: wait " +
  "for halfCloseTimeoutMs";

Deno.test(
  test("a client that half-closes gets a late answer", {}, async () => {
    using halfClosed = new Moment("the client half-closes");
    await using server = await start(serveWith(async ({ signal }) => {
      await halfClosed.promise;
      // Long enough for the end of file to be noticed.
      await pause(50);
      return { status: 200, body: signal.aborted ? "aborted" : "late" };
    }));
    const client = await server.connect();
    await client.send(get("/"));
    await client.closeWrite();
    halfClosed.happen();
    const response = await client.readResponse({
      likely: { "end of file": GONE_AT_ONCE },
    });
    expectBody(response, "late", { likely: GONE_AT_ONCE });
  }),
);

Deno.test(
  test("every write gives such a client the whole time again", {}, async () => {
    const serve = serveWith(() => ({
      status: 200,
      headers: { "Content-Length": "4" },
      body: ReadableStream.from(async function* () {
        for (const letter of "late") {
          await pause(50);
          yield toBytes(letter).slice();
        }
      }()),
    }));
    await using server = await start(serve, { halfCloseTimeoutMs: 150 });
    const client = await server.connect();
    await client.send(get("/"));
    await client.closeWrite();
    const response = await client.readResponse({
      likely: {
        "end of file":
          "the timer starts at the end of file and runs on: start " +
          "it again after each write",
      },
    });
    expectBody(response, "late");
  }),
);

/** Expects that the connection ends without a last chunk. */
async function expectIncomplete(client: Connection): Promise<void> {
  let outcome = await client.more();
  while (outcome === "bytes") outcome = await client.more();
  const text = new TextDecoder().decode(client.unread);
  expectThat(!text.includes("0\r\n\r\n"), "the last chunk was sent", {
    expected: "the connection ends without it: the answer is not complete",
    likely:
      "a stream that you have cancelled ends like one that is complete: " +
      "look at the signal before you write the last chunk",
  });
}
