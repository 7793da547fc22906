import { expectStatus, post, start, suite, variant } from "../../../kit/mod.ts";
import { serveHttp, type ServeHttpOptions } from "../server.ts";
import { textOf } from "./handlers.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 15.5.14: 413 Content Too Large",
  try: "head -c 2000000 /dev/zero | curl -i --data-binary @- " +
    "http://127.0.0.1:8000/",
});

const LIMIT = 1_048_576;
const EXPECT = "Expect: 100-continue";

/** Header sections that announce a body, without the body. */
function announce(bytes: number, ...fieldLines: string[]): string {
  return post("/", "", ...fieldLines).replace("Length: 0", `Length: ${bytes}`);
}

/** Serves a handler that reads the body. */
function serveReader(options: ServeHttpOptions) {
  return serveHttp(options, async ({ body }) => {
    await textOf(body);
    return { status: 200 };
  });
}

/** Requests, and the status that answers each. */
const ROWS: readonly [string, string, number, ServeHttpOptions?][] = [
  ["a body of 1 048 576 bytes", post("/", "a".repeat(LIMIT)), 200],
  ["a body of 1 048 577 bytes", announce(LIMIT + 1), 413],
  ["such a body, with Expect", announce(LIMIT + 1, EXPECT), 413],
  ["maxBodyBytes: 5", post("/", "aaaaa"), 200, { maxBodyBytes: 5 }],
  ["one byte more", announce(6), 413, { maxBodyBytes: 5 }],
  ["such a body, which is sent", post("/", "a".repeat(2 * LIMIT)), 413],
];

Deno.test(
  test("a body that is too long is refused before it is sent", {}, async () => {
    for (const [name, request, status, options] of ROWS) {
      await variant(name, async () => {
        // Time enough to send all of it, however busy this machine is.
        const limits = { lingerMs: 10_000, ...options };
        await using server = await start(serveReader, limits);
        const response = await server.exchange(request, {
          likely: {
            silence: "the bytes of the body are counted: Content-Length says " +
              "it before the first of them",
          },
        });
        expectStatus(response, status, {
          likely: response.status === 100
            ? "100 Continue is sent before the length is compared"
            : undefined,
        });
      });
    }
  }),
);
