import {
  type Connection,
  expectBody,
  expectStatus,
  expectThat,
  Failure,
  get,
  start,
  suite,
  toBytes,
  Traffic,
  variant,
} from "../../../kit/mod.ts";
import type { HttpResponse } from "../server.ts";
import { serveWith, slowStreamOf } from "./engine.ts";

const test = suite(import.meta.url, {
  because:
    "RFC 9293 section 3.7.4, Nagle's algorithm: a small packet waits for " +
    "the acknowledgement of the last; section 3.8.6.3: the client delays that, " +
    "by 40 ms on Linux",
  try: "deno task lab 06 --send 'GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n" +
    "GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' --split 27 --delay 300",
});

const BODIES: Readonly<Record<string, HttpResponse["body"]>> = {
  "a text": "Yes",
  "bytes": toBytes("Yes").slice(),
  "8 KiB": new Uint8Array(8192),
  "no body": null,
};

Deno.test(
  test("a small answer leaves in one write, not in two", {}, async () => {
    using traffic = new Traffic();
    const bodies = Object.values(BODIES);
    await using server = await start(serveWith(({ path }) => ({
      status: 200,
      body: bodies[Number(path.slice(1))],
    })));
    const connection = await server.connect();
    for (const [index, name] of Object.keys(BODIES).entries()) {
      await variant(name, async () => {
        const ms = await timeOf(connection, `/${index}`, traffic);
        expectWrites(traffic, 1, [["time", `${ms} ms for this answer`]]);
      });
    }
    await variant("an error", async () => {
      traffic.writes.length = 0;
      await connection.send("HELLO\r\n\r\n");
      expectStatus(await connection.readResponse(), 400);
      expectWrites(traffic, 1);
    });
  }),
);

/** Asks twice: the client delays no acknowledgement of the first answer. */
async function timeOf(
  connection: Connection,
  path: string,
  traffic: Traffic,
): Promise<number> {
  let start = 0;
  for (let count = 0; count < 2; count++) {
    traffic.writes.length = 0;
    start = performance.now();
    await connection.send(get(path));
    expectStatus(await connection.readResponse(), 200);
  }
  return Math.round(performance.now() - start);
}

Deno.test(test("each chunk leaves in one write with its size", {
  because:
    "RFC 9112 section 7.1: a chunk is its size, a line end, the content " +
    "and another line end",
}, async () => {
  using traffic = new Traffic();
  const chunks = ["one", "two", "three"];
  await using server = await start(
    serveWith(() => ({ status: 200, body: slowStreamOf(...chunks) })),
  );
  const connection = await server.connect();
  await connection.send(get("/"));
  expectBody(await connection.readResponse(), chunks.join(""));
  // The header section, three chunks, the last chunk.
  expectWrites(traffic, 5);
}));

Deno.test(test("setNoDelay() is called for each connection", {
  because: "RFC 9293 section 3.7.4: each chunk of a slow stream is a small " +
    "write, and would wait for the acknowledgement of the last",
}, async () => {
  using traffic = new Traffic();
  await using server = await start(serveWith(() => ({ status: 200 })));
  for (let clients = 1; clients <= 2; clients++) {
    await server.exchange(get("/", "Connection: close"));
    const { noDelay } = traffic;
    expectThat(noDelay >= clients, `setNoDelay() was called ${noDelay} times`, {
      expected: `it is called for each of ${clients} connections`,
      likely: "an answer in one write does not need it, but the chunks of a " +
        "slow stream do",
    });
  }
}));

/** Expects that the server has not written more often. */
function expectWrites(
  { writes }: Traffic,
  most: number,
  rows: readonly (readonly [label: string, text: string])[] = [],
): void {
  if (writes.length === 0) {
    throw new Failure("no call of connection.write was seen", {
      expected: "answers are written with connection.write, whose calls this " +
        "test counts; it does not see those of connection.writable",
    });
  }
  if (writes.length <= most) return;
  throw new Failure(`${writes.length} writes: ${writes.join(", ")} bytes`, {
    expected: most === 1
      ? "one write with the header section and the body"
      : `at most ${most} writes: the header section, and one for each chunk`,
    likely: most === 1
      ? "the header section and the body are written one after the other: put " +
        "both into one array"
      : "the size, the content or the line end of a chunk is written by itself",
    rows,
  });
}
