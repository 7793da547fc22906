import {
  expectStatus,
  Failure,
  post,
  start,
  suite,
  toBytes,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 section 9.6: a server that closes with unread input " +
    "resets the connection, and the reset can overtake the answer",
  try: "head -c 2000000 /dev/zero | curl -i --data-binary @- " +
    "http://127.0.0.1:8000/nothing",
});

const CLOSED = "close() is called right after the answer, or an error is " +
  "thrown: only return, since serveTcp half-closes, drains and closes when its " +
  "handler returns";

const LARGE = "a".repeat(1_000_000);

/** Requests that are refused while their clients still send. */
const ROWS: readonly [name: string, request: string, status: number][] = [
  ["a body that no handler reads", post("/nothing", LARGE), 404],
  ["a malformed request", `HELLO\r\n\r\n${LARGE}`, 400],
];

Deno.test(test("a client that still sends can read the error", {
  likely: { unread: CLOSED, reset: CLOSED },
}, async () => {
  await using server = await start(serve, { lingerMs: 10_000 });
  for (const [name, request, status] of ROWS) {
    await variant(name, async () => {
      const connection = await server.connect();
      const bytes = toBytes(request);
      await connection.send(bytes.subarray(0, 100_000));
      expectStatus(await connection.readResponse(), status);
      // A server that has closed answers these bytes with a reset.
      for (let at = 100_000; at < bytes.length; at += 50_000) {
        await connection.sendPieces([bytes.subarray(at, at + 50_000)]);
      }
      await connection.expectEnd("the server says at once that this was all");
    });
  }
}));

Deno.test(test("a client that never stops sending is let go", {
  because: "RFC 9112 section 9.6: half-close, read on for a while, then close",
}, async () => {
  await using server = await start(serve, { lingerMs: 10 });
  const connection = await server.connect();
  await connection.send("HELLO\r\n\r\n");
  expectStatus(await connection.readResponse(), 400);
  await connection.expectEnd();
  // Less than the default of 1000 ms, which would hide a forgotten option.
  const giveUp = Date.now() + 900;
  while (Date.now() < giveUp) {
    try {
      await connection.sendPieces(["still talking"], 5);
    } catch {
      return;
    }
  }
  throw new Failure("the server still reads 900 ms after its answer", {
    transcript: connection.transcript,
    expected: "it closes 10 ms after the answer, with lingerMs: 10",
    likely: "lingerMs does not reach serveTcp: pass the options on as a whole",
  });
}));
