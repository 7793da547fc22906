import {
  expectStatus,
  get,
  pause,
  post,
  splitAt,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";

const test = suite(import.meta.url, {
  because:
    "a deadline is for clients: bytes that had arrived while the server " +
    "was busy are in time",
  try: "deno task lab 02 --handlers --time-limit 500 " +
    "--send 'POST /computes HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 5" +
    "\\r\\n\\r\\nhello' --split 55 --delay 200",
});

const LIMIT_MS = 50;
const OPTIONS = { headerTimeoutMs: LIMIT_MS, bodyTimeoutMs: LIMIT_MS };

/** Requests, cut where the server waits for the rest. */
const ROWS: Record<string, [Uint8Array, Uint8Array]> = {
  "the rest of a header section": splitAt(get("/"), 8),
  "the rest of a body": splitAt(post("/", "firstname=Ada"), -3),
};

Deno.test(
  test("a deadline does not fire while the server is busy", {}, async () => {
    for (const [name, [beginning, rest]] of Object.entries(ROWS)) {
      await variant(name, async () => {
        await using server = await start(serve, OPTIONS);
        const connection = await server.connect();
        await connection.send(beginning);
        // The server has read the beginning, and waits.
        await pause(LIMIT_MS / 5);
        const sending = connection.send(rest);
        computeFor(2 * LIMIT_MS);
        await sending;
        const response = await connection.readResponse();
        expectStatus(response, 200, {
          likely: response.status === 408
            ? "the timer fires before read() can deliver: when it fires, let " +
              "the event loop turn once more before you give up"
            : undefined,
        });
      });
    }
  }),
);

/** Keeps the event loop busy, as a handler does that computes. */
function computeFor(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
