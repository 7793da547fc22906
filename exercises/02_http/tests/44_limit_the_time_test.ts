import {
  type Connection,
  dripUntilAnswered,
  expectStatus,
  Failure,
  get,
  post,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve, type ServeHttpOptions } from "../server.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 15.5.9: 408 Request Timeout",
  try: "deno task send 'GET / HTTP/1.1\\r\\nHost: localhost' --delay 12000 " +
    "--split 10",
});

const BODY = post("/", "a".repeat(1000)).slice(0, -999);

/** Enough for a client that sends nothing. */
const SHORT = { headerTimeoutMs: 50, bodyTimeoutMs: 50 };

/** The beginnings of requests that go on with one byte every 20 ms. */
const SLOW: Record<string, [beginning: string, options: ServeHttpOptions]> = {
  "in the request-line": ["GET /", { headerTimeoutMs: 300 }],
  "in a field line": [get("/").slice(0, -4), { headerTimeoutMs: 300 }],
  "in the body": [BODY, { bodyTimeoutMs: 300 }],
};

Deno.test(
  test("a client that takes too long is answered 408", {}, async () => {
    await Promise.all(
      Object.entries(SLOW).map(([name, [beginning, options]]) =>
        variant(`${name}, ${JSON.stringify(options)}`, async () => {
          await using server = await start(serve, options);
          const connection = await server.connect();
          await connection.send(beginning);
          await drip(connection);
          expectStatus(await connection.readResponse(), 408);
        })
      ),
    );
  }),
);

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

Deno.test(
  test("a client that sends nothing is answered 408, too", {}, async () => {
    await Promise.all(
      Object.entries(SLOW).map(([name, [beginning]]) =>
        variant(`silence ${name}`, async () => {
          await using server = await start(serve, SHORT);
          const response = await server.exchange(beginning, {
            likely: {
              silence: "read() waits without a deadline: race it with a timer",
            },
          });
          expectStatus(response, 408);
        })
      ),
    );
  }),
);
