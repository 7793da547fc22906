import {
  expectStatus,
  expectValue,
  get,
  post,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { announce, chunksOf } from "./chunks.ts";
import {
  anotherAnswer,
  expectClose,
  expectNext,
  recordIn,
  serveEmpty,
  serveWith,
} from "./engine.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 section 9.3: reading the rest of a body to save the " +
    "connection is worth it only if the rest is short",
});

const TOO_LONG: Readonly<Record<string, string>> = {
  "Content-Length: 300": post("/", "a".repeat(300)),
  "one chunk of 300 bytes": chunksOf([300]),
  "40 chunks of 50 bytes": chunksOf(Array(40).fill(50)),
};

Deno.test(
  test("the connection ends if too much of a body is left", {}, async () => {
    const calls: string[] = [];
    const options = { maxDrainBytes: 100 };
    await using server = await start(serveWith(recordIn(calls)), options);
    for (const [name, request] of Object.entries(TOO_LONG)) {
      await variant(`${name}, maxDrainBytes: 100`, async () => {
        calls.length = 0;
        const connection = await server.connect();
        await connection.send(request + get("/next"));
        expectStatus(await connection.readResponse(), 200);
        await connection.expectEnd({
          expected: "more than maxDrainBytes are left: the connection ends",
          likely: anotherAnswer(
            connection,
            name.startsWith("40")
              ? "maxDrainBytes is compared with each chunk, not with the sum"
              : "all of the body is read, however long it is",
          ),
        });
        expectValue("what was handled", calls, ["POST /"]);
      });
    }
  }),
);

const SHORT: Readonly<Record<string, string>> = {
  "Content-Length: 0": post("/", ""),
  "Content-Length: 99": post("/", "a".repeat(99)),
  "Content-Length: 100": post("/", "a".repeat(100)),
  "two chunks of 50 bytes": chunksOf([50, 50]),
};

const GIVEN_UP =
  "the connection ends although no more than maxDrainBytes are " +
  "left: only more than that ends it, and only bytes of the body count";

Deno.test(test("a shorter rest is read", {}, async () => {
  const options = { maxDrainBytes: 100 };
  await using server = await start(serveWith(recordIn([])), options);
  const connection = await server.connect();
  for (const [name, request] of Object.entries(SHORT)) {
    await variant(`${name}, maxDrainBytes: 100`, async () => {
      await connection.send(request);
      expectStatus(await connection.readResponse(), 200);
      await expectNext(connection, "GET /next", { "end of file": GIVEN_UP });
    });
  }
  await variant("chunks without content, maxDrainBytes: 0", async () => {
    const options = { maxDrainBytes: 0 };
    await using server = await start(serveWith(recordIn([])), options);
    const connection = await server.connect();
    await connection.send(chunksOf([]));
    expectStatus(await connection.readResponse(), 200);
    await expectNext(connection, "GET /next", { "end of file": GIVEN_UP });
  });
}));

Deno.test(test("a Content-Length that is too long is known before", {
  because: "RFC 9112 section 9.6: a server that knows that an answer is the " +
    "last says so",
}, async () => {
  await using server = await start(serveEmpty);
  const connection = await server.connect();
  await connection.send(announce(65_537));
  const response = await connection.readResponse();
  expectStatus(response, 200);
  expectClose(
    response,
    "the bytes are counted when they arrive: Content-Length says before the " +
      "answer how many there will be",
  );
  await connection.expectEnd({
    expected: "the connection ends with the answer, without waiting for a body",
    likely: { silence: "the body is waited for, although it is too long" },
  });
}));
