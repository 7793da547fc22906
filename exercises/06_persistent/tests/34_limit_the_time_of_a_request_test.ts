import {
  allVariants,
  dripUntilAnswered,
  expectStatus,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import type { ServeHttpOptions } from "../server.ts";
import { announce, chunksOf } from "./chunks.ts";
import { expectClose, serveCounting, serveEmpty } from "./engine.ts";

const test = suite(import.meta.url, {
  because:
    "RFC 9110 section 15.5.9: 408 tells a client that its request took " +
    "too long",
});

const CHUNKED = chunksOf([1000]);
const HEADER = { headerTimeoutMs: 60 };
const BODY = { bodyTimeoutMs: 60 };

/** The beginning of a request, after which a byte comes now and then. */
const SLOW: readonly (readonly [
  name: string,
  beginning: string,
  options: ServeHttpOptions,
])[] = [
  ["in the request-line", "GET /", HEADER],
  ["in a field line", get("/").slice(0, -4), HEADER],
  ["in a body", announce(1000), BODY],
  ["in a chunk", CHUNKED.slice(0, -900), BODY],
  ["in an extension", `${CHUNKED.slice(0, CHUNKED.indexOf("\r\na"))};a`, BODY],
  ["in a trailer", `${CHUNKED.slice(0, -2)}X: a`, BODY],
];

Deno.test(
  test("a client that sends too slowly is answered 408", {}, async () => {
    await allVariants(
      SLOW.map(([name, beginning, options]) =>
        variant(`${name}, ${JSON.stringify(options)}`, async () => {
          await using server = await start(serveCounting, options);
          const connection = await server.connect();
          // The deadline is not only for the first request.
          await connection.send(get("/"));
          expectStatus(await connection.readResponse(), 200);
          await connection.send(beginning);
          await dripUntilAnswered(connection);
          const response = await connection.readResponse();
          expectStatus(response, 408);
          expectClose(response);
        })
      ),
    );
  }),
);

Deno.test(test("request-line and fields share headerTimeoutMs", {
  because: "a client that sends a byte now and then must not get a new " +
    "deadline with each line",
}, async () => {
  const options = { headerTimeoutMs: 300, lingerMs: 10_000 };
  await using server = await start(serveCounting, options);
  const connection = await server.connect();
  // The first takes 120 ms and the others 240 ms: too long only together.
  const requestLine = ["GET ", "/ HTTP/1.1\r\n"];
  const fields = ["Host: ", "localhost\r\n\r\n"];
  await connection.sendPieces([...requestLine, ...fields], 120);
  const response = await connection.readResponse();
  expectStatus(response, 408, {
    likely: response.status === 200
      ? "the fields have a deadline of their own: pass on the WaitBudget that " +
        "readRequestStart returns"
      : undefined,
  });
}));

const UNREAD: Readonly<Record<string, string>> = {
  "with Content-Length": announce(5),
  "within a chunk": chunksOf([1000]).slice(0, -900),
  "before the empty line": chunksOf([5]).slice(0, -2),
};

Deno.test(test("bodyTimeoutMs is also for a body that is not read", {
  because: "RFC 9112 section 9.5: the server waits for the rest of the body, " +
    "but not for ever",
}, async () => {
  await using server = await start(serveEmpty, BODY);
  await allVariants(
    Object.entries(UNREAD).map(([name, beginning]) =>
      variant(name, async () => {
        const connection = await server.connect();
        await connection.send(beginning);
        expectStatus(await connection.readResponse(), 200);
        await connection.expectEnd({
          expected: "the connection ends after bodyTimeoutMs",
          likely: {
            excess: "408 follows the answer: the client takes it for the next",
            silence: "only the handler's stream has a deadline, not the drain",
          },
        });
      })
    ),
  );
}));
