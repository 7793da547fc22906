import {
  allVariants,
  type Connection,
  expectThat,
  Failure,
  get,
  Moment,
  pause,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import type { Bytes } from "../server.ts";
import { serveWith } from "./engine.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 section 9.5: a server that waits for ever for a client " +
    "keeps the file, the program and the memory of its answer as long",
});

const MEBI = 1_048_576;

/** More than the kernels of both sides take. */
const LENGTH = 20 * MEBI;

/** A busy machine may be too slow for the first ones. */
const SEND_TIMEOUTS_MS = [100, 400, 1500];

Deno.test(
  test("a client that does not read is cut", {
    try: "deno task lab 06 --handlers --time-limit 1000 " +
      "--send 'GET /large HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' --stall",
  }, async () => {
    using cancelled = new Moment("the stream of the handler is cancelled");
    using aborted = new Moment("request.signal aborts");
    const serve = serveWith(({ path, signal }) => {
      if (path === "/stream") return respond(largeStream(cancelled.happen));
      signal.addEventListener("abort", aborted.happen);
      return respond(new Uint8Array(LENGTH));
    });
    await using server = await start(serve, { sendTimeoutMs: 50 });
    const rows = { "/stream": cancelled, "/bytes": aborted };
    await allVariants(
      Object.entries(rows).map(([path, cut]) =>
        variant(`${path}, sendTimeoutMs: 50`, async () => {
          const connection = await server.connect();
          await connection.send(get(path));
          await cut.expect({
            likely: "write() is awaited without a deadline, or a client that " +
              "is cut does not count as gone",
          });
          await expectIncomplete(connection);
        })
      ),
    );
  }),
);

Deno.test(test("a client that reads slowly gets everything", {
  because: "sendTimeoutMs is for a client that stops, and a large file takes " +
    "its time",
}, async () => {
  const serve = serveWith(({ path }) =>
    respond(path === "/stream" ? largeStream() : new Uint8Array(LENGTH))
  );
  await allVariants(
    ["/stream", "/bytes"].map((path) =>
      variant(path, async () => {
        for (const sendTimeoutMs of SEND_TIMEOUTS_MS) {
          await using server = await start(serve, { sendTimeoutMs });
          const connection = await server.connect();
          await connection.send(get(path));
          if (await readSlowly(connection, sendTimeoutMs)) return;
        }
      })
    ),
  );
}));

function respond(body: Bytes | ReadableStream<Bytes>) {
  return { status: 200, headers: { "Content-Length": `${LENGTH}` }, body };
}

/** A stream of {@linkcode LENGTH} bytes. */
function largeStream(cancel?: () => void): ReadableStream<Bytes> {
  let left = LENGTH;
  return new ReadableStream<Bytes>({
    pull(controller) {
      controller.enqueue(new Uint8Array(65_536));
      left -= 65_536;
      if (left === 0) controller.close();
    },
    cancel,
  });
}

/**
 * Reads steadily, a mebibyte and then a rest: for longer than the deadline
 * altogether, and several times within it.
 *
 * @param connection The connection.
 * @param sendTimeoutMs The deadline of the server.
 * @returns Whether everything arrived.
 */
async function readSlowly(
  connection: Connection,
  sendTimeoutMs: number,
): Promise<boolean> {
  await connection.readUntil("\r\n\r\n");
  for (let received = 0; received < LENGTH;) {
    while (connection.unread.length < MEBI) {
      if (await connection.more() === "bytes") continue;
      if (sendTimeoutMs !== SEND_TIMEOUTS_MS.at(-1)) return false;
      throw cutAfter(received + connection.unread.length, connection);
    }
    received += connection.take(MEBI).length;
    await pause(sendTimeoutMs / 12);
  }
  return true;
}

function cutAfter(received: number, { transcript }: Connection): Failure {
  return new Failure(`cut after ${received} of ${LENGTH} bytes`, {
    transcript,
    expected: "a client that keeps reading gets everything",
    likely: "the deadline is for the whole answer: start it again with " +
      "each write that returns",
  });
}

/** Expects that the connection ends before the answer is complete. */
async function expectIncomplete(connection: Connection): Promise<void> {
  let outcome = await connection.more();
  while (outcome === "bytes") outcome = await connection.more();
  expectThat(outcome !== "silence", "the connection stays open");
  const isComplete = connection.unread.length >= LENGTH;
  expectThat(!isComplete, "the whole answer has arrived", {
    expected: "the connection is cut while the answer is sent",
  });
}
