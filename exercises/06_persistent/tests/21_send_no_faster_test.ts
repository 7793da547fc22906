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
  toBytes,
  variant,
} from "../../../kit/mod.ts";
import type { Bytes, HttpHandler, HttpResponse } from "../server.ts";
import { serveWith, slowStreamOf, textOf } from "./engine.ts";
import { expectation } from "./expectation.ts";
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
  await receive(connection, CHUNKS * CHUNK.length);
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

/**
 * Receives as many bytes as were written. Otherwise writes that are not awaited
 * would fail before the test does.
 */
async function receive(connection: Connection, bytes: number): Promise<void> {
  while (connection.unread.length < bytes) {
    if (await connection.more() !== "bytes") break;
  }
}

/** Answers of which 600 are more than the kernels take: 34 MiB. */
const LONG = "a".repeat(60_000);
const ANSWERS: Readonly<Record<string, HttpResponse>> = {
  "a long body": { status: 200, body: LONG },
  "a long header section": { status: 200, headers: { X: LONG } },
};
const REQUESTS = 600;

Deno.test(test("no request is handled before the last answer is sent", {
  because: "a client that sends requests and reads no answers would fill the " +
    "memory of the server",
}, async () => {
  for (const [name, response] of Object.entries(ANSWERS)) {
    await variant(name, () => expectHandledLater(response));
  }
}));

/** Expects that requests wait while their client reads no answers. */
async function expectHandledLater(response: HttpResponse): Promise<void> {
  let calls = 0;
  await using server = await start(serveWith(() => {
    calls++;
    return response;
  }));
  const connection = await server.connect();
  const sending = connection.send(get("/").repeat(REQUESTS)).catch(() => {});
  await connection.more();
  const handled = await untilSteady(() => calls);
  if (handled === REQUESTS) await receive(connection, REQUESTS * LONG.length);
  await connection.destroy();
  await sending;
  expectThat(handled < REQUESTS, "all requests were handled", {
    expected: "the server handles requests as long as the kernel takes the " +
      "answers, and then waits for the client",
    likely: "write() is not awaited",
  });
}

/** Handlers whose client has gone, each with the request that it gets. */
const UNREAD: Readonly<
  Record<string, readonly [HttpHandler, request?: string]>
> = {
  "without a body": [() => ({ status: 200 })],
  "a short body": [() => ({ status: 200, body: "hello" })],
  "a long body": [() => ({ status: 200, body: "a".repeat(100_000) })],
  "a stream": [() => ({ status: 200, body: slowStreamOf("hello") })],
  "100 Continue": [async ({ body }) => {
    await textOf(body).catch(() => "");
    return { status: 200 };
  }, expectation("100-continue")],
};

Deno.test(test("a write that fails ends the connection alone", {
  because:
    "the error of a write that is not awaited is handled nowhere, which " +
    "ends the whole server",
}, async () => {
  await allVariants(
    Object.entries(UNREAD).map(([name, [handler, request = get("/")]]) =>
      variant(name, async () => {
        using called = new Moment("the handler is called");
        using gone = new Moment("the client has gone");
        await using server = await start(serveWith(async (request) => {
          if (request.path !== "/first") return await handler(request);
          called.happen();
          await gone.promise;
          return { status: 200 };
        }));
        const connection = await server.connect();
        // The first answer makes the client's system reset the connection.
        await connection.send(get("/first") + request);
        await called.expect();
        await connection.close();
        gone.happen();
        await server.closes(connection);
      })
    ),
  );
  await variant("the last chunk", expectLastChunkAwaited);
}));

/** Expects that the connection ends when only the last chunk cannot be sent. */
async function expectLastChunkAwaited(): Promise<void> {
  using gone = new Moment("the client has gone");
  await using server = await start(serveWith(() => ({
    status: 200,
    body: ReadableStream.from(async function* () {
      yield toBytes("first").slice();
      await gone.promise;
      // This chunk makes the client's system reset the connection.
      yield toBytes("second").slice();
      await pause(20);
    }()),
  })));
  const connection = await server.connect();
  await connection.send(get("/"));
  await connection.readUntil("first");
  await connection.close();
  gone.happen();
  await server.closes(connection);
}
