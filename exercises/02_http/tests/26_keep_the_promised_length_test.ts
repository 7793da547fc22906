import {
  type Connection,
  expectBody,
  expectThat,
  expectValue,
  Failure,
  get,
  pause,
  start,
  streamOf,
  suite,
  toBytes,
  variant,
} from "../../../kit/mod.ts";
import { serveTcp } from "../../../solutions/01_tcp.ts";
import { readRequest, writeResponse } from "../server.ts";
import { serveTable } from "./handlers.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 section 6.3: only the end of the connection tells the " +
    "client that a body is not complete",
});

const PROMISED = 10;
const headers = { "Content-Length": `${PROMISED}` };

/** A stream that says "hello" and fails. */
function broken(error: Error) {
  return ReadableStream.from(async function* () {
    yield toBytes("hello").slice();
    await pause(0);
    throw error;
  }());
}

/** Streams that do not keep what Content-Length promises. */
const STREAMS: Record<string, () => ReadableStream<Uint8Array<ArrayBuffer>>> = {
  "too-short": () => streamOf("hello"),
  "too-long": () => streamOf("hello", "world", "!"),
  "too-long-at-once": () => streamOf("hello world"),
  "broken-off": () => broken(new Error("the disk has gone")),
  "broken-off-by-a-TypeError": () => broken(new TypeError("no disk")),
  "right": () => streamOf("hello", "world"),
};

/** A stream with a chunk that is not bytes, for instance from JavaScript. */
function mixed() {
  const chunks = [toBytes("hello"), new ArrayBuffer(5), new Uint8Array(20)];
  return ReadableStream.from(chunks as Uint8Array<ArrayBuffer>[]);
}

Deno.test(
  test("a stream of another length ends the connection", {}, async () => {
    const streams = { "with-a-chunk-that-is-not-bytes": mixed, ...STREAMS };
    const table = Object.entries(streams).map(([name, stream]) =>
      [name, () => ({ status: 200, headers, body: stream() })] as const
    );
    await using server = await start(serveTable(Object.fromEntries(table)));
    for (const name of Object.keys(streams).slice(0, -1)) {
      await variant(name.replaceAll("-", " "), async () => {
        const connection = await server.connect();
        await connection.send(get(`/${name}`));
        await expectCut(connection);
      });
    }
    await variant("the next request", async () => {
      expectBody(await server.exchange(get("/right")), "helloworld");
    });
  }),
);

Deno.test(test("writeResponse tells its caller of another length", {
  because: "server.ts: writeResponse throws a RangeError, and its caller " +
    "ends the connection",
}, async () => {
  const outcomes: string[] = [];
  const table: typeof STREAMS = {
    ...STREAMS,
    unknown: () => streamOf("hello"),
  };
  await using server = await start((options) =>
    serveTcp(options, async (connection) => {
      const request = await readRequest(connection);
      const name = request!.path.slice(1);
      const body = table[name]();
      const response = name === "unknown"
        ? { status: 200, body }
        : { status: 200, headers, body };
      await writeResponse(connection, response, request).then(
        () => outcomes.push("no error"),
        (error) => outcomes.push(kindOf(error)),
      );
    })
  );
  for (const name of Object.keys(table)) {
    await variant(name.replaceAll("-", " "), async () => {
      const connection = await server.connect();
      await connection.send(get(`/${name}`));
      await connection.readToEnd();
      const isFine = name === "right" || name === "unknown";
      const outcome = isFine
        ? "no error"
        : name.startsWith("too-")
        ? "a RangeError"
        : "an error";
      expectValue("the outcome of writeResponse", outcomes.at(-1), outcome);
    });
  }
}));

function kindOf(error: unknown): string {
  return error instanceof RangeError ? "a RangeError" : "an error";
}

/** Expects that the connection ends, with no byte beyond Content-Length. */
async function expectCut(connection: Connection): Promise<void> {
  await connection.readUntil("\r\n\r\n");
  let outcome = await connection.more();
  while (outcome === "bytes") outcome = await connection.more();
  const { transcript } = connection;
  if (outcome === "silence") {
    throw new Failure("the connection stays open", {
      transcript,
      symptom: "silence",
      expected: "the connection ends: the client waits for more bytes",
      likely: { silence: "the connection is not closed after the stream" },
    });
  }
  const extra = connection.unread.length - PROMISED;
  const hasSecondHead = new TextDecoder().decode(connection.unread)
    .includes("HTTP/1.1");
  expectThat(extra <= 0, `bytes beyond Content-Length: ${extra}`, {
    expected: "not one byte more than promised: the client would take it for " +
      "the next response",
    likely: hasSecondHead
      ? "a second response is written into the body: after the first byte it is " +
        "too late for a 500"
      : "the bytes are counted after they are written, or not at all",
  });
}
