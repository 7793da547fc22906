/**
 * Clients that go while the server has nothing to send to them: an end of file
 * is a half-close at first, and a departure after `halfCloseTimeoutMs`.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { bodyText, get, Moment, pause, post, start } from "../kit/mod.ts";
import { serveHttp as serveFast } from "../engine/serve_http.ts";
import { serveHttp as serveOne } from "../solutions/02_http.ts";
import type {
  Bytes,
  HttpHandler,
  HttpResponse,
} from "../solutions/02_http/types.ts";
import { serveHttp as servePlain } from "../solutions/06_persistent.ts";

const SERVERS = {
  "02_http": serveOne,
  "06_persistent": servePlain,
  "engine": serveFast,
};

const STRICT = { sanitizeOps: true, sanitizeResources: true, timeout: 20_000 };
const HALF_CLOSE = { halfCloseTimeoutMs: 200 };

/** What the handlers of these tests tell. */
interface Watched {
  /** Answers the requests. */
  readonly handler: HttpHandler;
  /** `request.signal` aborts. */
  readonly aborted: Moment;
  /** The stream of the response is cancelled. */
  readonly cancelled: Moment;
}

/** A stream that stays silent after its first bytes. */
function quietStream(cancelled: Moment): ReadableStream<Bytes> {
  return new ReadableStream<Bytes>({
    start: (controller) => controller.enqueue(new Uint8Array([100])),
    cancel: () => cancelled.happen(),
  });
}

/** Answers `/stream` with a quiet stream, and all else never. */
function watch(): Watched {
  const aborted = new Moment("request.signal aborts");
  const cancelled = new Moment("the stream is cancelled");
  const handler: HttpHandler = ({ path, signal }) => {
    signal.addEventListener("abort", aborted.happen);
    if (path !== "/stream") return new Promise<HttpResponse>(() => {});
    return { status: 200, body: quietStream(cancelled) };
  };
  return { handler, aborted, cancelled };
}

for (const [name, serveHttp] of Object.entries(SERVERS)) {
  Deno.test({
    name: `${name}: a closed client aborts a handler that is still waiting`,
    ...STRICT,
    async fn() {
      const { handler, aborted } = watch();
      await using server = await start((options) =>
        serveHttp({ ...options, ...HALF_CLOSE }, handler)
      );
      const client = await server.connect();
      await client.send(get("/long-poll"));
      await client.close();
      await aborted.expect();
      await server.logged('"GET /long-poll HTTP/1.1" - cut');
    },
  });

  Deno.test({
    name: `${name}: a closed client cancels a stream that has nothing to say`,
    ...STRICT,
    async fn() {
      const { handler, aborted, cancelled } = watch();
      await using server = await start((options) =>
        serveHttp({ ...options, ...HALF_CLOSE }, handler)
      );
      const client = await server.connect();
      await client.send(get("/stream"));
      await client.readUntil("d");
      await client.close();
      await aborted.expect();
      await cancelled.expect();
    },
  });

  Deno.test({
    name:
      `${name}: a stream is cancelled if its client has gone before it comes`,
    ...STRICT,
    async fn() {
      const cancelled = new Moment("the stream is cancelled");
      await using server = await start((options) =>
        serveHttp({ ...options, ...HALF_CLOSE }, async ({ signal }) => {
          const gone = new Promise((resolve) =>
            signal.addEventListener("abort", resolve)
          );
          await gone;
          await pause(10);
          return { status: 200, body: quietStream(cancelled) };
        })
      );
      const client = await server.connect();
      await client.send(get("/"));
      await client.close();
      await cancelled.expect();
    },
  });

  Deno.test({
    name: `${name}: clients that have gone leave room for others`,
    ...STRICT,
    async fn() {
      const maxConnections = 20;
      using allGone = new Moment("every stream is cancelled");
      let gone = 0;
      const cancelled = new Moment("a stream is cancelled");
      const handler: HttpHandler = ({ path, signal }) => {
        if (path === "/") return { status: 200 };
        signal.addEventListener("abort", () => {
          if (++gone === maxConnections) allGone.happen();
        });
        return { status: 200, body: quietStream(cancelled) };
      };
      await using server = await start((options) =>
        serveHttp({ ...options, ...HALF_CLOSE, maxConnections }, handler)
      );
      for (let tab = 0; tab < maxConnections; tab++) {
        const client = await server.connect();
        await client.send(get("/stream"));
        await client.readUntil("d");
        await client.close();
      }
      await allGone.expect();
      const { status } = await server.exchange(get("/", "Connection: close"));
      assertEquals(status, 200);
    },
  });

  Deno.test({
    name: `${name}: a client that has half-closed gets a late answer`,
    ...STRICT,
    async fn() {
      await using server = await start((options) =>
        serveHttp(options, async () => {
          await pause(300);
          return { status: 200, body: "late" };
        })
      );
      const client = await server.connect();
      await client.send(get("/"));
      await client.closeWrite();
      assertEquals(bodyText(await client.readResponse()), "late");
    },
  });

  Deno.test({
    name: `${name}: every byte sent gives a half-closed client its time again`,
    ...STRICT,
    async fn() {
      await using server = await start((options) =>
        serveHttp({ ...options, halfCloseTimeoutMs: 400 }, () => ({
          status: 200,
          headers: { "Content-Length": "6" },
          body: ReadableStream.from(async function* () {
            for (let count = 0; count < 6; count++) {
              await pause(150);
              yield new Uint8Array([97]);
            }
          }()),
        }))
      );
      const client = await server.connect();
      await client.send(get("/"));
      await client.closeWrite();
      assertEquals(bodyText(await client.readResponse()), "aaaaaa");
    },
  });
}

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

for (const serveHttp of [servePlain, serveFast]) {
  const name = serveHttp === servePlain ? "06_persistent" : "engine";

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
