import {
  allVariants,
  type Connection,
  expectBody,
  get,
  pause,
  post,
  start,
  suite,
  Traffic,
  variant,
} from "../../../kit/mod.ts";
import { serveWith, textOf } from "./engine.ts";

const test = suite(import.meta.url, {
  because: "a deadline is for the client: bytes that arrived in time count, " +
    "although the server was too busy to read them",
});

const DEADLINES = {
  idleTimeoutMs: 80,
  headerTimeoutMs: 80,
  bodyTimeoutMs: 80,
};

/** Longer than any of the deadlines, in milliseconds. */
const BUSY_MS = 95;

/** What a client has sent before the server is busy, and sends meanwhile. */
const ROWS: Readonly<
  Record<string, readonly [before: string, meanwhile: string]>
> = {
  "a request": ["", get("/done")],
  "the rest of a header section": ["GET /do", "ne HTTP/1.1\r\nHost: x\r\n\r\n"],
  "the rest of a body": [post("/done", "hello").slice(0, -3), "llo"],
};

const TOO_EARLY =
  "the deadline passes before the bytes that have arrived are " +
  "delivered: when its timer fires, give the event loop one more turn (a timer " +
  "of 0 ms), and close only if nothing was read";

/** How often the rows are tried before they count as failed. */
const ATTEMPTS = 5;

Deno.test(
  test(
    "bytes that arrive while the server is busy are in time",
    {},
    async () => {
      for (let attempt = 1;; attempt++) {
        try {
          return await sendWhileBusy();
        } catch (error) {
          // Other programs may have held up this process after the deadline.
          if (attempt === ATTEMPTS) throw error;
        }
      }
    },
  ),
);

/** Sends the rest of each row while a handler keeps the server busy. */
async function sendWhileBusy(): Promise<void> {
  using traffic = new Traffic();
  let block = () => {};
  const serve = serveWith(async ({ path, body }) => {
    if (path === "/block") block();
    await textOf(body);
    return { status: 200, body: "done" };
  });
  await using server = await start(serve, DEADLINES);
  const blocking = await server.connect();
  const clients = await Promise.all(
    Object.values(ROWS).map(() => server.connect()),
  );
  const rows = Object.values(ROWS);
  const sending: Promise<void>[] = [];
  block = () => {
    // The first thing that send() does is to give the bytes to the kernel.
    rows.forEach(([, bytes], i) => sending.push(clients[i].send(bytes)));
    for (const end = performance.now() + BUSY_MS; performance.now() < end;);
  };
  for (const [i, [bytes]] of rows.entries()) {
    if (bytes) await clients[i].send(bytes);
  }
  const total = rows.map(([bytes]) => bytes).join("").length;
  while (traffic.bytesRead < total) await pause(1);
  await blocking.send(get("/block"));
  await allVariants(clients.map((client, i) => expectDone(client, i)));
  await Promise.all(sending);
}

/** Expects that the client of a row is answered. */
async function expectDone(client: Connection, index: number): Promise<void> {
  await variant(Object.keys(ROWS)[index], async () => {
    const likely = { "end of file": TOO_EARLY };
    const response = await client.readResponse({ likely });
    expectBody(response, "done", {
      likely: response.status === 408 ? TOO_EARLY : undefined,
    });
  });
}
