import {
  expectBody,
  expectField,
  expectNoField,
  get,
  Moment,
  start,
  streamOf,
  suite,
  toBytes,
  variant,
} from "../../../kit/mod.ts";
import { expectNext, serveWith } from "./engine.ts";

const test = suite(import.meta.url, {
  because:
    "RFC 9112 section 7.1: the size of each chunk in hexadecimal, CR LF, " +
    "the chunk, CR LF; the size 0 ends the body",
  try: "curl -v --raw http://127.0.0.1:8000/cgi-bin/time.ts",
});

const NO_LAST_CHUNK = "the last chunk is missing: 0, CR LF, CR LF";

/** The chunks of a stream. */
const STREAMS: Readonly<Record<string, readonly string[]>> = {
  "two small chunks": ["hello ", "world"],
  "chunks of twelve bytes": ["hello, world", "hello, world"],
  "no chunk": [],
  "large chunks": ["a".repeat(300_000), "b".repeat(17)],
};

Deno.test(
  test("a stream of unknown length is sent in chunks", {}, async () => {
    const streams = Object.values(STREAMS);
    await using server = await start(serveWith(({ path }) => {
      const chunks = streams[Number(path.slice(1))] ?? ["next"];
      return { status: 200, body: streamOf(...chunks) };
    }));
    const connection = await server.connect();
    for (const [index, [name, chunks]] of Object.entries(STREAMS).entries()) {
      await variant(name, async () => {
        await connection.send(get(`/${index}`));
        const response = await connection.readResponse({
          likely: {
            silence: NO_LAST_CHUNK,
            "end of file": NO_LAST_CHUNK,
            // Smaller sizes are the same in both notations.
            malformed: name.includes("twelve")
              ? "the size of a chunk is decimal: toString(16)"
              : undefined,
          },
        });
        expectField(response, "Transfer-Encoding", "chunked");
        expectNoField(response, "Content-Length");
        expectBody(response, chunks.join(""));
        await expectNext(connection, "next");
      });
    }
  }),
);

Deno.test(test("a chunk may be a part of a larger array", {
  because: "a subarray shares the memory of its array: `buffer` is all of that",
}, async () => {
  const chunk = toBytes("hello, world").slice().subarray(0, 5);
  await using server = await start(serveWith(({ path }) => ({
    status: 200,
    body: path === "/next" ? "next" : ReadableStream.from([chunk]),
  })));
  const connection = await server.connect();
  await connection.send(get("/"));
  const likely = "the length, or the bytes, are those of chunk.buffer: take " +
    "those of the chunk";
  const causes = { silence: likely, malformed: likely };
  const response = await connection.readResponse({ likely: causes });
  expectBody(response, "hello", { likely });
  await expectNext(connection, "next");
}));

Deno.test(test("an empty chunk of the handler is not sent", {
  because: "RFC 9112 section 7.1: the size 0 is the end of the body",
}, async () => {
  await using server = await start(serveWith(({ path }) => ({
    status: 200,
    body: path === "/next" ? "next" : streamOf("", "hello", "", " world", ""),
  })));
  const connection = await server.connect();
  await connection.send(get("/"));
  const response = await connection.readResponse();
  const likely = "an empty chunk is sent, and its size 0 ends the body early";
  expectBody(response, "hello world", {
    likely: response.body.length < "hello world".length ? likely : undefined,
  });
  await expectNext(connection, "next", { malformed: likely });
}));

Deno.test(test("each chunk is sent as soon as it is there", {
  because:
    "RFC 9112 section 7.1: with chunks no client has to wait for the end",
  try: "curl -N http://127.0.0.1:8000/cgi-bin/time.ts",
}, async () => {
  using goOn = new Moment("the client has seen the first chunk");
  const body = ReadableStream.from(async function* () {
    yield toBytes("first").slice();
    await goOn.promise;
    yield toBytes("second").slice();
  }());
  await using server = await start(serveWith(() => ({ status: 200, body })));
  const connection = await server.connect();
  await connection.send(get("/"));
  await connection.readUntil("first", {
    likely: {
      silence: "the stream is read to its end before its first byte is sent",
    },
  });
  goOn.happen();
  await connection.readUntil("second");
  await connection.readUntil("\r\n0\r\n\r\n");
}));
