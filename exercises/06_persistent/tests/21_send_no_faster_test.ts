import {
  allVariants,
  expectThat,
  Failure,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import type { Bytes } from "../server.ts";
import { serveWith } from "./engine.ts";
import { untilSteady } from "./steady.ts";

const test = suite(import.meta.url, {
  because:
    "RFC 9293 section 3.8: while a client does not read, write() waits; " +
    "a server that does not wait for write() keeps the whole answer in memory",
  try: "curl --limit-rate 10k -o /dev/null http://127.0.0.1:8000/test.jpg",
});

const CHUNK = new Uint8Array(65_536);

/** More than the kernels of both sides take: 32 MiB. */
const CHUNKS = 512;

const FRAMINGS: Readonly<Record<string, Record<string, string>>> = {
  "in chunks": {},
  "with its length": { "Content-Length": `${CHUNKS * CHUNK.length}` },
};

Deno.test(
  test("a stream is not read faster than the client reads", {}, async () => {
    await allVariants(
      Object.entries(FRAMINGS).map(([name, headers]) =>
        variant(name, () => expectBackpressure(headers))
      ),
    );
  }),
);

/** Expects that the server stops reading a stream that its client ignores. */
async function expectBackpressure(
  headers: Record<string, string>,
): Promise<void> {
  let pulled = 0;
  const body = new ReadableStream<Bytes>({
    pull(controller) {
      controller.enqueue(CHUNK);
      if (++pulled === CHUNKS) controller.close();
    },
  }, { highWaterMark: 0 });
  await using server = await start(
    serveWith(() => ({ status: 200, headers, body })),
  );
  const connection = await server.connect();
  await connection.send(get("/"));
  await connection.more();
  const read = await untilSteady(() => pulled);
  if (read < CHUNKS) return await connection.close();
  const { transcript } = connection;
  // Otherwise writes that are not awaited would fail first.
  const total = CHUNKS * CHUNK.length;
  while (connection.unread.length < total) {
    if (await connection.more() !== "bytes") break;
  }
  throw new Failure(
    "the whole stream of 32 MiB was read; the client reads none",
    {
      transcript,
      expected:
        "the server reads as much as the kernel takes, and then waits " +
        "for the client",
      likely:
        "write() is not awaited, or the stream is collected first: read a " +
        "chunk, await its write, read the next",
    },
  );
}

/** An answer, and more requests than the kernels take answers: 34 MiB. */
const TEXT = "a".repeat(60_000);
const REQUESTS = 600;

Deno.test(test("no request is handled before the last answer is sent", {
  because: "a client that sends requests and reads no answers would fill the " +
    "memory of the server",
}, async () => {
  let calls = 0;
  await using server = await start(serveWith(() => {
    calls++;
    return { status: 200, body: TEXT };
  }));
  const connection = await server.connect();
  const sending = connection.send(get("/").repeat(REQUESTS)).catch(() => {});
  await connection.more();
  const handled = await untilSteady(() => calls);
  await connection.destroy();
  await sending;
  expectThat(handled < REQUESTS, "all requests were handled", {
    expected: "the server handles requests as long as the kernel takes the " +
      "answers, and then waits for the client",
    likely: "write() is not awaited",
  });
}));
