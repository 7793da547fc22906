import {
  type Connection,
  expectField,
  expectStatus,
  expectValue,
  get,
  Moment,
  type RawResponse,
  type ServerUnderTest,
  SILENCE_MS,
  start,
  suite,
  Traffic,
  variant,
} from "../../../kit/mod.ts";
import { expectClose, serveEmpty } from "./engine.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 15.6.4: 503 tells a client to try again later; " +
    "without a limit, the server runs out of file descriptors",
});

Deno.test(test("one connection too many is answered 503", {}, async () => {
  using traffic = new Traffic();
  using opened = new Moment("the server may accept");
  const options = { maxConnections: 1, lingerMs: 10_000 };
  await using server = await start(serveEmpty, options);
  await fill(server, 1);
  traffic.gate = opened.promise;
  const outside = await server.connect();
  // The request has arrived, and is not read, when the server answers.
  await outside.send(get("/"));
  opened.happen();
  const response = await outside.readResponse();
  expectStatus(response, 503);
  expectField(response, "Retry-After", /^\d+$/);
  expectClose(response);
  await outside.expectEnd("an end of file, and no reset");
  // Deno reports an end of file even if a reset follows it closely, and a
  // connection that is closed without unread input resets only when it gets more.
  await outside.sendPieces(Array(5).fill("a"), 10, {
    likely: {
      unread: "the connection is closed right after the answer, which resets " +
        "it: half-close, drain for lingerMs, then close",
    },
  });
}));

Deno.test(test("several refused clients are answered at once", {}, async () => {
  const options = { maxConnections: 1, lingerMs: 10_000 };
  await using server = await start(serveEmpty, options);
  await fill(server, 1);
  for (const which of ["first", "second", "third"]) {
    await variant(`the ${which}`, async () => {
      const outside = await server.connect();
      const response = await outside.readResponse({
        likely: {
          silence: which === "first"
            ? "the server waits for a request before it refuses the client"
            : "the accept loop waits until the last refused client has gone: " +
              "refuse a client without awaiting that",
        },
      });
      expectStatus(response, 503);
    });
  }
  await variant("one that has reset", expectResetHarmless);
}));

async function expectResetHarmless(): Promise<void> {
  using traffic = new Traffic();
  using opened = new Moment("the server may accept");
  await using server = await start(serveEmpty, { maxConnections: 1 });
  const [inside] = await fill(server, 1);
  traffic.gate = opened.promise;
  const outside = await server.connect({ canReset: true });
  await outside.reset();
  opened.happen();
  await server.closes(outside);
  await inside.send(get("/"));
  expectStatus(await inside.readResponse(), 200);
}

Deno.test(test("a client that leaves makes room", {}, async () => {
  await using server = await start(serveEmpty, { maxConnections: 2 });
  const [first, second] = await fill(server, 2);
  await second.close();
  const giveUp = Date.now() + SILENCE_MS;
  let response: RawResponse;
  do {
    response = await server.exchange(get("/", "Connection: close"));
  } while (response.status === 503 && Date.now() < giveUp);
  expectStatus(response, 200, {
    likely: "a connection that has ended is still counted",
  });
  await first.send(get("/"));
  expectStatus(await first.readResponse(), 200);
}));

Deno.test(test("shutdown() waits for refused clients, too", {
  because: "nothing may be open when shutdown() has ended",
}, async () => {
  using traffic = new Traffic();
  const options = { maxConnections: 1, lingerMs: 30 };
  await using server = await start(serveEmpty, options);
  await fill(server, 1);
  const outside = await server.connect();
  expectStatus(await outside.readResponse(), 503);
  await outside.expectEnd();
  await server.shutdown();
  expectValue("the number of open connections", traffic.open, 0, {
    expected: "nothing is open when shutdown() has ended",
    likely: "a refused client is not awaited",
  });
}));

/** Opens connections, each of which has had an answer. */
async function fill(
  server: ServerUnderTest,
  count: number,
): Promise<Connection[]> {
  const inside: Connection[] = [];
  while (inside.length < count) {
    const connection = await server.connect();
    await connection.send(get("/"));
    expectStatus(await connection.readResponse(), 200);
    inside.push(connection);
  }
  return inside;
}
