import {
  type Connection,
  expectField,
  expectStatus,
  get,
  Moment,
  type ServerUnderTest,
  start,
  suite,
  toBytes,
} from "../../../kit/mod.ts";
import { requestOf, serveWith } from "./serving.ts";

const test = suite(import.meta.url, {
  because: "a stream that is neither read nor cancelled keeps its file open",
});

const NOT_PASSED_ON = {
  likely: "a stream that wraps another needs cancel(reason), which cancels " +
    "the reader of the other",
};

Deno.test(test("HEAD cancels the stream of its Response", {
  because: "RFC 9110 section 9.3.2: the answer to HEAD has no content",
  try: "curl -I http://127.0.0.1:8000/",
}, async () => {
  using cancelled = new Moment("cancel() of the stream is called");
  const headers = { "X-Kind": "stream" };
  await using server = await start(
    serveWith(() => new Response(restingStream(cancelled), { headers })),
  );
  const head = requestOf("HEAD /");
  const response = await server.exchange(head, { method: "HEAD" });
  expectStatus(response, 200);
  expectField(response, "X-Kind", "stream");
  await cancelled.expect(NOT_PASSED_ON);
}));

Deno.test(test("a client that goes cancels a resting stream", {}, async () => {
  await expectCancelled((client) => client.reset());
}));

Deno.test(test("shutdown() cancels a resting stream", {}, async () => {
  await expectCancelled((_, server) => server.shutdown());
}));

/** Expects that a stream is cancelled which waits for its next chunk. */
async function expectCancelled(
  leave: (client: Connection, server: ServerUnderTest) => Promise<void>,
): Promise<void> {
  using cancelled = new Moment("cancel() of the stream is called");
  await using server = await start(
    serveWith(() => new Response(restingStream(cancelled))),
  );
  const client = await server.connect({ canReset: true });
  await client.send(get("/"));
  await client.readUntil("\r\n\r\n");
  await leave(client, server);
  await cancelled.expect(NOT_PASSED_ON);
}

/** A stream that has one chunk, and then neither more nor an end. */
function restingStream(cancelled: Moment): ReadableStream {
  return new ReadableStream({
    start: (controller) => controller.enqueue(toBytes("first")),
    pull: () => cancelled.promise,
    cancel: () => cancelled.happen(),
  });
}
