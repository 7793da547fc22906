import {
  allVariants,
  type Connection,
  dripUntilAnswered,
  expectStatus,
  Failure,
  get,
  post,
  splitAt,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 15.5.9: 408 Request Timeout",
  try: "deno task lab 02 --handlers --time-limit 1000 " +
    "--send 'GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' --every-byte --delay 300",
});

const BODY = post("/", "a".repeat(1000)).slice(0, -999);

/** The beginnings of requests, and the option that limits the time for the rest. */
const BEGINNINGS: Record<string, [beginning: string, option: string]> = {
  "in the request-line": ["GET /", "headerTimeoutMs"],
  "in a field line": [get("/").slice(0, -4), "headerTimeoutMs"],
  "in the body": [BODY, "bodyTimeoutMs"],
};

Deno.test(
  test("a client that sends nothing is answered 408", {}, async () => {
    await allVariants(
      Object.entries(BEGINNINGS).map(([name, [beginning, option]]) =>
        variant(`silence ${name}, ${option}: 50`, async () => {
          await using server = await start(serve, { [option]: 50 });
          const response = await server.exchange(beginning, {
            likely: {
              silence:
                "read() waits without a deadline, or with that of the other option",
            },
          });
          expectStatus(response, 408);
        })
      ),
    );
  }),
);

Deno.test(
  test("a client that takes too long is answered 408", {}, async () => {
    await allVariants(
      Object.entries(BEGINNINGS).map(([name, [beginning, option]]) =>
        variant(`${name}, ${option}: 300`, async () => {
          await using server = await start(serve, { [option]: 300 });
          const connection = await server.connect();
          await connection.send(beginning);
          await drip(connection);
          expectStatus(await connection.readResponse(), 408);
        })
      ),
    );
  }),
);

Deno.test(test("Infinity is no limit", {
  because: "setTimeout takes a delay above 2^31 - 1 for one millisecond",
}, async () => {
  const limits = { headerTimeoutMs: Infinity, bodyTimeoutMs: Infinity };
  await using server = await start(serve, limits);
  const connection = await server.connect();
  await connection.sendPieces(splitAt(get("/"), 8), 50);
  expectStatus(await connection.readResponse(), 200, {
    likely: "the limit is given to setTimeout as it is",
  });
}));

/** Sends a byte every 20 ms until the server answers. */
async function drip(connection: Connection): Promise<void> {
  try {
    await dripUntilAnswered(connection);
  } catch (error) {
    if (error instanceof Failure) {
      error.rowLesson = {
        likely:
          "every byte starts the time again: add up how long the server " +
          "has waited",
      };
    }
    throw error;
  }
}
