import {
  expectBody,
  expectField,
  expectNoField,
  expectStatus,
  get,
  Moment,
  pause,
  start,
  streamOf,
  suite,
  toBytes,
  variant,
} from "../../../kit/mod.ts";
import type { Bytes } from "../server.ts";
import { CLOSE, serveTable, serveWith } from "./handlers.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 section 6.3: a body of unknown length ends with the " +
    "connection",
});

const CHUNKS = ["hello ", "", "world"];

/** The fields of a handler whose stream has eleven bytes. */
const FIELDS: Readonly<Record<string, Record<string, string>>> = {
  "a stream with Content-Length": { "Content-Length": "11" },
  "a stream of unknown length": {},
};

Deno.test(test("every chunk of a stream is sent", {}, async () => {
  for (const [name, headers] of Object.entries(FIELDS)) {
    await variant(name, async () => {
      const length = headers["Content-Length"];
      await using server = await start(
        serveWith(() => ({ status: 200, headers, body: streamOf(...CHUNKS) })),
      );
      const likely = "not every chunk is sent: an empty one is not the end";
      const response = await server.exchange(get("/", CLOSE), {
        likely: length ? { "end of file": likely } : undefined,
      });
      expectStatus(response, 200);
      if (length) expectField(response, "Content-Length", length);
      else expectNoField(response, "Content-Length");
      expectBody(response, "hello world", {
        likely: response.body.length === "hello ".length
          ? "an empty chunk is taken for the end"
          : undefined,
      });
    });
  }
}));

Deno.test(test("a chunk is sent when it comes", {
  because: "a stream may take hours: clients want each part at once",
}, async () => {
  using received = new Moment("the client has received the first chunk");
  await using server = await start(serveTable({
    slow: () => ({
      status: 200,
      body: ReadableStream.from(async function* () {
        yield toBytes("first").slice();
        await received.promise;
        yield toBytes("second").slice();
      }()),
    }),
  }));
  const connection = await server.connect();
  await connection.send(get("/slow", CLOSE));
  await connection.readUntil("first", {
    likely: {
      silence: "the whole stream is read before the first byte is written",
    },
  });
  received.happen();
  await connection.readUntil("second");
}));

/** More bytes than two write() calls take. */
const LARGE = 16 * 1024 * 1024;

Deno.test(test("a large chunk arrives before the next one", {
  because: "write() may take a part of a chunk: the rest comes before the next",
}, async () => {
  const chunks = ["a".repeat(LARGE), "b"];
  const headers = { "Content-Length": `${LARGE + 1}` };
  await using server = await start(serveTable({
    large: () => ({ status: 200, headers, body: streamOf(...chunks) }),
  }));
  const likely =
    "the next chunk is written while the last one is still being " +
    "written: await each write";
  const response = await server.exchange(get("/large", CLOSE), {
    likely: { "end of file": likely, reset: likely },
  });
  expectBody(response, chunks.join(""), { likely });
}));

Deno.test(test("a write that fails aborts the signal", {
  because: "types.ts: the signal aborts when the client has gone",
}, async () => {
  using aborted = new Moment("request.signal aborts");
  await using server = await start(serveWith(({ signal }) => {
    signal.addEventListener("abort", aborted.happen);
    const body = new ReadableStream<Bytes>({
      async pull(controller) {
        await pause(2);
        controller.enqueue(new Uint8Array(1));
      },
    });
    return { status: 200, body };
  }));
  const connection = await server.connect({ canReset: true });
  await connection.send(get("/"));
  // After the end of file no read() is pending: only a write() can fail.
  await connection.closeWrite();
  await connection.readUntil("\r\n\r\n");
  await connection.reset();
  await aborted.expect({
    likely: "the error of write() does not reach request.signal",
  });
}));
