/**
 * Clients that go while the server has bytes of theirs that nothing has read: a
 * body, or later requests.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { get, Moment, pause, post, start } from "../kit/mod.ts";
import type { Bytes, HttpResponse } from "../solutions/02_http/types.ts";
import { HTTP_SERVERS as SERVERS, PERSISTENT_SERVERS } from "./engines.ts";

const STRICT = { sanitizeOps: true, sanitizeResources: true, timeout: 20_000 };
const HALF_CLOSE = { halfCloseTimeoutMs: 200 };

/** A request, and how many bytes of its body the handler reads. */
type UnreadRow = readonly [request: string, read: number];

/** Requests whose bytes the handler leaves unread, all or in part. */
const UNREAD: Readonly<Record<string, UnreadRow>> = {
  "a small body": [post("/", "hello"), 0],
  "half of a body": [post("/", "hello").slice(0, -2), 0],
  "the end of a body": [post("/", "b".repeat(20_000)), 1],
  "pipelined requests": [get("/") + get("/ahead").repeat(1000), 0],
  "requests after a body that is read": [
    post("/", "b".repeat(200_000)) + get("/ahead").repeat(1000),
    200_000,
  ],
};

/** Reads a body in chunks until it has at least so many bytes. */
async function readBytes(
  body: ReadableStream<Bytes> | null,
  least: number,
): Promise<void> {
  const reader = body?.getReader();
  for (let read = 0; reader && read < least;) {
    const { value } = await reader.read();
    read += value?.length ?? Infinity;
  }
}

for (const [name, serveHttp] of Object.entries(SERVERS)) {
  for (const [what, [request, read]] of Object.entries(UNREAD)) {
    for (const end of ["close", "reset"] as const) {
      Deno.test({
        name: `${name}: a ${end} is noticed after ${what}`,
        ...STRICT,
        async fn() {
          using waits = new Moment("the handler waits");
          using aborted = new Moment("request.signal aborts");
          await using server = await start((options) =>
            serveHttp({ ...options, ...HALF_CLOSE }, async (request) => {
              request.signal.addEventListener("abort", aborted.happen);
              // The client sends more than is read ahead meanwhile.
              if (read > 0) await pause(50);
              await readBytes(request.body, read);
              waits.happen();
              return new Promise<HttpResponse>(() => {});
            })
          );
          const client = await server.connect({ canReset: true });
          await client.send(request);
          await waits.expect();
          await client[end]();
          await aborted.expect();
        },
      });
    }
  }

  Deno.test({
    name: `${name}: a close is noticed after a body that came too late`,
    ...STRICT,
    async fn() {
      using failed = new Moment("the body fails");
      using aborted = new Moment("request.signal aborts");
      const options = { ...HALF_CLOSE, bodyTimeoutMs: 50 };
      await using server = await start((given) =>
        serveHttp({ ...given, ...options }, async ({ body, signal }) => {
          signal.addEventListener("abort", aborted.happen);
          await new Response(body).bytes().catch(failed.happen);
          return new Promise<HttpResponse>(() => {});
        })
      );
      const client = await server.connect();
      await client.send(post("/", "hello").slice(0, -2));
      await failed.expect();
      await client.close();
      await aborted.expect();
    },
  });
}

for (const [name, serveHttp] of Object.entries(PERSISTENT_SERVERS)) {
  Deno.test({
    name: `${name}: a close is noticed after an unread body in chunks`,
    ...STRICT,
    async fn() {
      using called = new Moment("the handler is called");
      using aborted = new Moment("request.signal aborts");
      await using server = await start((options) =>
        serveHttp({ ...options, ...HALF_CLOSE }, ({ signal }) => {
          signal.addEventListener("abort", aborted.happen);
          called.happen();
          return new Promise<HttpResponse>(() => {});
        })
      );
      const client = await server.connect();
      const fields = "Host: a\r\nTransfer-Encoding: chunked\r\n";
      const chunks = "5\r\nhello\r\n".repeat(200);
      await client.send(`POST / HTTP/1.1\r\n${fields}\r\n${chunks}`);
      await called.expect();
      await client.close();
      await aborted.expect();
    },
  });

  Deno.test({
    name: `${name}: a half-closed client may read a long answer slowly`,
    ...STRICT,
    async fn() {
      const length = 20_000_000;
      await using server = await start((options) =>
        serveHttp({ ...options, ...HALF_CLOSE }, async () => {
          await pause(10);
          return { status: 200, body: new Uint8Array(length) };
        })
      );
      const client = await server.connect();
      await client.send(get("/"));
      await client.closeWrite();
      await client.readUntil("\r\n\r\n");
      await pause(1000);
      let received = 0;
      while (received < length) {
        if (client.unread.length === 0) {
          assertEquals(await client.more(), "bytes");
        }
        received += client.take(client.unread.length).length;
      }
    },
  });
}
