import {
  expectStatus,
  lineOf,
  splitAt,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serveHttp, type ServeHttpOptions } from "../server.ts";
import { serveWith } from "./handlers.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 section 3: 414 for a long target, 501 for a long method",
  likely: {
    silence: "the length is compared when the line is complete: refuse it as " +
      "soon as it is too long",
  },
  try: "curl -i \"http://127.0.0.1:8000/$(printf '%9000d' | tr ' ' a)\"",
});

const LONG = "a".repeat(100_000);

/** The first lines of requests, and the status that answers each. */
const LENGTHS: readonly [string, string, number, ServeHttpOptions?][] = [
  ["a request-line of 8192 bytes", lineOf(8192), 200],
  ["a request-line of 8193 bytes", lineOf(8193), 414],
  ["a target that never ends", `GET /${LONG}`, 414],
  ["maxRequestLineBytes: 50", lineOf(50), 200, { maxRequestLineBytes: 50 }],
  ["one byte more", lineOf(51), 414, { maxRequestLineBytes: 50 }],
  ["no end", lineOf(99).slice(0, 52), 414, { maxRequestLineBytes: 50 }],
];

Deno.test(
  test("a request-line that is too long is answered 414", {}, async () => {
    for (const [name, request, status, options] of LENGTHS) {
      await variant(name, async () => {
        // Time enough to send all of it, however busy this machine is.
        const limits = { lingerMs: 10_000, ...options };
        await using server = await start(serveAnything, limits);
        expectStatus(await server.exchange(request), status);
      });
    }
  }),
);

Deno.test(test("the CR of a line is not a byte too many", {
  because: "CR LF may arrive in two pieces",
}, async () => {
  const limits = { maxRequestLineBytes: 50 };
  await using server = await start(serveAnything, limits);
  const connection = await server.connect();
  // The server reads up to the CR, and compares.
  await connection.sendPieces(splitAt(lineOf(50), 51), 20);
  expectStatus(await connection.readResponse(), 200, {
    likely: "the CR that has arrived is counted",
  });
}));

/** Lines in which another part than the target is too long. */
const PARTS: Record<string, [line: string, status: number]> = {
  "a method that never ends": [LONG, 501],
  "a long method": [`${LONG} / HTTP/1.1`, 501],
  "a long version": [`GET / HTTP/1.1${"1".repeat(100_000)}`, 400],
  "a fourth part": [`GET / HTTP/1.1 ${LONG}`, 400],
  "spaces that never end": [`GET /${" ".repeat(100_000)}`, 400],
  "a version of 9 bytes": [lineOf(50).replace(".1\r\n", ".1x\r\n"), 400],
  "a long target after 50 empty lines": [
    `${"\r\n".repeat(50)}GET /${LONG}`,
    414,
  ],
  "a long word that is not a token": [`(${LONG}`, 400],
  "a method of 51 bytes": [`${"a".repeat(51)} / HTTP/1.1\r\n`, 501],
  "such a line without its end": [`${"a".repeat(51)} / HTTP/1.1`, 501],
};

Deno.test(test("the status says which part is too long", {}, async () => {
  await using server = await start(serveWith(() => ({ status: 200 })), {
    lingerMs: 10_000,
    maxRequestLineBytes: 50,
  });
  for (const [name, [line, status]] of Object.entries(PARTS)) {
    await variant(name, async () => {
      const response = await server.exchange(line);
      expectStatus(response, status, {
        likely: response.status === 414
          ? "every line that is too long is answered 414: look at the parts " +
            "of its beginning"
          : undefined,
      });
    });
  }
}));

/** Serves a handler that is content with everything. */
function serveAnything(options: ServeHttpOptions) {
  return serveHttp(options, () => ({ status: 200 }));
}
