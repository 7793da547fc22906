import {
  expectBody,
  get,
  post,
  start,
  suite,
  Traffic,
  variant,
} from "../../../kit/mod.ts";
import { serveWith, textOf } from "./engine.ts";
import { untilSteady } from "./steady.ts";

const test = suite(import.meta.url, {
  because: "a deadline is for the client: bytes that arrived in time count, " +
    "although the server was too busy to read them",
});

const DEADLINES = {
  idleTimeoutMs: 200,
  headerTimeoutMs: 200,
  bodyTimeoutMs: 200,
};

/** Longer than any of the deadlines, in milliseconds. */
const BUSY_MS = 400;

/** What a client has sent before the server is busy, and sends meanwhile. */
const ROWS: Readonly<
  Record<string, readonly [before: string, meanwhile: string]>
> = {
  "a request": ["", get("/done")],
  "the rest of a header section": ["GET /do", "ne HTTP/1.1\r\nHost: x\r\n\r\n"],
  "the rest of a body": [post("/done", "hello").slice(0, -3), "llo"],
};

Deno.test(
  test(
    "bytes that arrive while the server is busy are in time",
    {},
    async () => {
      for (const [name, [before, meanwhile]] of Object.entries(ROWS)) {
        await variant(name, () => expectInTime(before, meanwhile));
      }
    },
  ),
);

/** Lets a client finish its request while the event loop is blocked. */
async function expectInTime(before: string, meanwhile: string): Promise<void> {
  using traffic = new Traffic();
  let sending: Promise<void> | undefined;
  let block = () => {};
  const serve = serveWith(async ({ path, body }) => {
    if (path === "/block") block();
    await textOf(body);
    return { status: 200, body: "done" };
  });
  await using server = await start(serve, DEADLINES);
  const blocking = await server.connect();
  const waiting = await server.connect();
  block = () => {
    // The first thing that send() does is to give the bytes to the kernel.
    sending = waiting.send(meanwhile);
    for (const end = performance.now() + BUSY_MS; performance.now() < end;);
  };
  if (before) await waiting.send(before);
  await untilSteady(() => traffic.bytesRead);
  await blocking.send(get("/block"));
  const response = await waiting.readResponse({
    likely: {
      "end of file": "the timer fires before the bytes that have arrived are " +
        "delivered: when it fires, give the event loop one more turn, and close " +
        "only if nothing was read",
    },
  });
  expectBody(response, "done", {
    likely: response.status === 408
      ? "the timer fires before the bytes that have arrived are delivered: " +
        "wait with waitAtMost, or with a WaitBudget"
      : undefined,
  });
  await sending;
}
