import {
  allVariants,
  type Connection,
  expectBody,
  expectValue,
  get,
  pause,
  start,
  suite,
  toBytes,
  variant,
} from "../../../kit/mod.ts";
import { announce } from "./chunks.ts";
import { serveEmpty, serveWith, textOf } from "./engine.ts";

const test = suite(import.meta.url, {
  because:
    "RFC 9112 section 9.5: a server may close an idle connection at any " +
    "time, and without a request there is nothing to answer",
});

const BEFORE: Readonly<
  Record<string, (connection: Connection) => Promise<unknown>>
> = {
  "before the first request": () => Promise.resolve(),
  "after an empty line": (connection) => connection.send("\r\n"),
  "after two empty lines": (connection) => connection.send("\r\n\r\n"),
  "after 100 bytes of empty lines": (connection) =>
    connection.send("\r\n".repeat(50)),
  "after half an empty line, and an end of file": async (connection) => {
    await connection.send("\r");
    await connection.closeWrite();
  },
  "after an answer": async (connection) => {
    await connection.send(get("/"));
    return await connection.readResponse();
  },
};

Deno.test(
  test("an idle connection is closed without an answer", {}, async () => {
    const options = { idleTimeoutMs: 100, maxHeaderBytes: 100 };
    await using server = await start(serveEmpty, options);
    await allVariants(
      Object.entries(BEFORE).map(([name, begin]) =>
        variant(name, async () => {
          const connection = await server.connect();
          await begin(connection);
          await connection.expectEnd({
            expected: "the connection ends after idleTimeoutMs: 100",
            likely: {
              excess: "a connection without a request is answered, with 408 " +
                "or 400: the client takes it for the answer to its next request",
              silence: "no timer of idleTimeoutMs runs while the first byte " +
                "of a request is awaited",
            },
          });
        })
      ),
    );
    expectValue("the number of lines in the log", server.log.length, 1, {
      expected: "one line for the request, and none for the idle connections",
      likely: "the end of an idle connection is logged like a defect",
    });
  }),
);

/** What a client sends, piece by piece, and takes longer than idleTimeoutMs. */
const BUSY: Readonly<Record<string, readonly string[]>> = {
  "a handler that takes long": [get("/handler")],
  "a stream that takes long": [get("/stream")],
  "a header section that takes long": [
    "GET / HTTP/1.1\r\n",
    ...Array(4).fill("X: y\r\n"),
    "Host: localhost\r\n\r\n",
  ],
  "a body that takes long": [announce(6), ..."a body"],
};

Deno.test(test("a connection with a request is not idle", {
  because: "RFC 9112 section 9.5: a connection is idle only while nothing is " +
    "requested on it",
}, async () => {
  const serve = serveWith(async ({ path, body }) => {
    await textOf(body);
    if (path === "/handler") await pause(150);
    return { status: 200, body: path === "/stream" ? slowly("done") : "done" };
  });
  await using server = await start(serve, { idleTimeoutMs: 100 });
  await allVariants(
    Object.entries(BUSY).map(([name, pieces]) =>
      variant(name, async () => {
        const connection = await server.connect();
        await connection.sendPieces(pieces, 25);
        const response = await connection.readResponse({
          likely: {
            "end of file": "the timer for idle connections runs on after the " +
              "first byte of a request",
          },
        });
        expectBody(response, "done");
      })
    ),
  );
}));

/** A stream of the letters of a text, with a pause before each. */
function slowly(text: string) {
  return ReadableStream.from(async function* () {
    for (const letter of text) {
      await pause(35);
      yield toBytes(letter).slice();
    }
  }());
}
