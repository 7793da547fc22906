import {
  type Connection,
  Failure,
  get,
  Moment,
  pause,
  start,
  suite,
  toBytes,
  variant,
} from "../../../kit/mod.ts";
import type { Bytes } from "../server.ts";
import { type Serve, serveWith, slowStreamOf } from "./engine.ts";

const test = suite(import.meta.url);

const BROKEN = new Error("the disk is gone");

const NOT_BYTES = "a chunk that is a text, after one of bytes";

/** Bodies that fail after some content; the client has seen "hello". */
const FAILING: Readonly<Record<string, readonly (string | Error)[]>> = {
  "an error after one chunk": ["hello", BROKEN],
  "an error after an empty chunk": ["hello", "", BROKEN],
  [NOT_BYTES]: [],
};

Deno.test(test("a stream that fails has no last chunk", {
  because:
    "RFC 9112 sections 7.1 and 8: the last chunk says that the body is " +
    "complete; without it, the client knows that something is missing",
}, async () => {
  for (const [name, chunks] of Object.entries(FAILING)) {
    await variant(name, async () => {
      const serve = name === NOT_BYTES
        ? serveWith(() => ({ status: 200, body: textStream("hello", "world") }))
        : serveStream(chunks);
      await using server = await start(serve);
      const connection = await server.connect();
      await connection.send(get("/") + get("/next"));
      await connection.readUntil("5\r\nhello\r\n");
      const rest = await readRest(connection);
      if (rest.text.startsWith("0\r\n")) {
        const { transcript, consumed: offset } = connection;
        throw new Failure("the last chunk is sent although the stream failed", {
          transcript,
          mark: { offset, note: "this says that the body is complete" },
          expected: "the connection ends without a last chunk",
          likely:
            "the last chunk is written in a finally block, or the error " +
            "is caught too early",
        });
      }
      expectCut(rest);
    });
  }
}));

/** Bodies that do not have the length that their handler has promised: 10. */
const WRONG_LENGTHS: Readonly<Record<string, readonly (string | Error)[]>> = {
  "too short": ["hello"],
  "empty": [],
  "too long": ["hello", "world", "!"],
  "too long at once": ["hello world"],
  "broken off": ["hello", BROKEN],
};

Deno.test(test("a stream of the wrong length ends the connection", {
  because:
    "RFC 9112 section 6.3: a byte too many begins the next answer, and " +
    "for a byte too few the client takes the first of the next answer",
}, async () => {
  for (const [name, chunks] of Object.entries(WRONG_LENGTHS)) {
    await variant(name, async () => {
      const headers = { "Content-Length": "10" };
      await using server = await start(serveStream(chunks, headers));
      const connection = await server.connect();
      await connection.send(get("/") + get("/next"));
      await connection.readUntil("\r\n\r\n");
      const rest = await readRest(connection);
      const excess = rest.text.length - 10;
      if (excess > 0 && !rest.text.includes("HTTP/1.1 ")) {
        const offset = connection.consumed + 10;
        throw new Failure(`${excess} more bytes than promised were sent`, {
          transcript: connection.transcript,
          mark: { offset, note: "here is the end" },
          expected: "no byte beyond Content-Length",
          likely: "the bytes are counted after they are written: count first",
        });
      }
      expectCut(rest);
    });
  }
}));

Deno.test(test("a stream that is too long is cancelled", {
  because: "a stream that is neither read nor cancelled keeps its file open",
}, async () => {
  using cancelled = new Moment("the stream of the handler is cancelled");
  const body = new ReadableStream<Bytes>({
    async pull(controller) {
      await pause(1);
      controller.enqueue(new Uint8Array(7));
    },
    cancel: cancelled.happen,
  }, { highWaterMark: 0 });
  const headers = { "Content-Length": "10" };
  await using server = await start(
    serveWith(() => ({ status: 200, headers, body })),
  );
  const connection = await server.connect();
  await connection.send(get("/"));
  await connection.readUntil("\r\n\r\n");
  expectCut(await readRest(connection));
  await cancelled.expect({
    likely: "only the connection is closed: cancel the stream as well",
  });
}));

Deno.test(test("the log says why an answer is incomplete", {}, async () => {
  await using server = await start(serveStream(["hello", BROKEN]));
  const connection = await server.connect();
  await connection.send(get("/"));
  await readRest(connection);
  await server.logged("the disk is gone", {
    likely: "the error of the stream is caught, but not given to log()",
  });
}));

/** Starts a server that answers with a stream, and then with "next". */
function serveStream(
  chunks: readonly (string | Error)[],
  headers: Record<string, string> = {},
): Serve {
  return serveWith(({ path }) =>
    path === "/next"
      ? { status: 200, body: "next" }
      : { status: 200, headers, body: slowStreamOf(...chunks) }
  );
}

/** A stream whose second chunk is a text instead of bytes. */
function textStream(first: string, second: string): ReadableStream<Bytes> {
  const chunks: unknown[] = [toBytes(first), second];
  return ReadableStream.from(chunks as Bytes[]);
}

/** What arrives until the connection ends or falls silent. */
interface Rest {
  readonly connection: Connection;
  readonly text: string;
  readonly hasEnded: boolean;
}

/** Reads on until the connection ends, with an end of file or a reset. */
async function readRest(connection: Connection): Promise<Rest> {
  let outcome = await connection.more();
  while (outcome === "bytes") outcome = await connection.more();
  const text = new TextDecoder().decode(connection.unread);
  return { connection, text, hasEnded: outcome !== "silence" };
}

/** Expects that the connection has ended, and no other answer follows. */
function expectCut({ connection, text, hasEnded }: Rest): void {
  const { transcript, consumed } = connection;
  const expected = "the connection ends: nothing else says that the body is " +
    "incomplete";
  const next = text.indexOf("HTTP/1.1 ");
  if (next >= 0) {
    const mark = { offset: consumed + next, note: "another answer" };
    const headline = "another answer follows an incomplete body";
    const likely = "the bytes of the stream are not counted";
    throw new Failure(headline, { transcript, mark, expected, likely });
  }
  if (hasEnded) return;
  throw new Failure("the connection stays open", { transcript, expected });
}
