import {
  eachByte,
  expectField,
  expectStatus,
  get,
  splitAt,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 section 2.2: a message is a sequence of bytes, however " +
    "they arrive",
  try:
    "deno task lab 02 --send 'GET /test.jpg HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' " +
    "--split 2,23 --delay 50",
});

const ONE_READ = "one read() is taken for one request: read on until the " +
  "empty line has arrived";
const NEWEST = "the empty line is looked for in the newest read() only: keep " +
  "the bytes of all reads together";

const REQUEST = get("/test.jpg");
const LINE_END = REQUEST.indexOf("\r\n");
const EMPTY_LINE = REQUEST.indexOf("\r\n\r\n");

/** Where the request is cut. */
const CUTS: readonly [where: string, pieces: Iterable<Uint8Array>][] = [
  ["cut within the method", splitAt(REQUEST, 2)],
  ["cut within the target", splitAt(REQUEST, 8)],
  ["cut within the CR LF of the request-line", splitAt(REQUEST, LINE_END + 1)],
  ["cut before the CR of the empty line", splitAt(REQUEST, EMPTY_LINE + 2)],
  ["cut within the CR LF of the empty line", splitAt(REQUEST, EMPTY_LINE + 3)],
  ["byte by byte", eachByte(REQUEST)],
];

Deno.test(test("a header section may arrive in pieces", {}, async () => {
  await using server = await start(serve);
  for (const [where, pieces] of CUTS) {
    await variant(where, async () => {
      const connection = await server.connect();
      // Long enough for a server to take the first piece for the whole.
      await connection.sendPieces(pieces, where === "byte by byte" ? 1 : 20);
      const response = await connection.readResponse({
        likely: { silence: NEWEST, "end of file": ONE_READ },
      });
      expectStatus(response, 200, { likely: ONE_READ });
      expectField(response, "Content-Type", "image/jpeg", { likely: ONE_READ });
    });
  }
}));

Deno.test(test("each connection has bytes of its own", {}, async () => {
  await using server = await start(serve);
  const likely = "the connections share a variable or a buffer: make them " +
    "within the function that serves one connection";
  const paths = Array.from(
    { length: 24 },
    (_, index) => index % 2 === 0 ? "/test.jpg" : `/nothing/${index}`,
  );
  const connections = await Promise.all(paths.map(() => server.connect()));
  await Promise.all(paths.map(async (path, index) => {
    const connection = connections[index];
    await connection.sendPieces(splitAt(get(path), 8), 20);
    const response = await connection.readResponse({
      likely: { silence: likely, "end of file": likely },
    });
    const wanted = path === "/test.jpg" ? 200 : 404;
    expectStatus(response, wanted, { likely });
  }));
}));

Deno.test(
  test("a header section may be longer than one read", {}, async () => {
    await using server = await start(serve);
    const cookies = Array(4).fill(`Cookie: ${"chocolate ".repeat(600)}`);
    const response = await server.exchange(get("/test.jpg", ...cookies), {
      likely: {
        silence:
          "the buffer has a fixed size: when it is full, read() has no " +
          "room for more",
        reset: "the server closes before it has read the header section",
      },
    });
    expectStatus(response, 200);
  }),
);
