/**
 * Clients that go while the server has nothing to send to them: an end of file
 * is a half-close at first, and a departure after `halfCloseTimeoutMs`.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { bodyText, get, Moment, pause, start } from "../kit/mod.ts";
import type {
  Bytes,
  HttpHandler,
  HttpResponse,
} from "../solutions/02_http/types.ts";
import { HTTP_SERVERS as SERVERS } from "./engines.ts";

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

/** Makes the first accept() of every listener fail; `using` ends that. */
function failFirstAccept(error: Error): Disposable {
  const { listen } = Deno;
  Deno.listen = ((options: Deno.TcpListenOptions) => {
    const listener = listen(options);
    const { accept } = listener;
    let calls = 0;
    return Object.assign(listener, {
      accept: () => calls++ > 0 ? accept.call(listener) : Promise.reject(error),
    });
  }) as typeof Deno.listen;
  return { [Symbol.dispose]: () => void (Deno.listen = listen) };
}

for (const [name, serveHttp] of Object.entries(SERVERS)) {
  Deno.test({
    name: `${name}: a client that reset in the queue is not logged`,
    ...STRICT,
    async fn() {
      using _ = failFirstAccept(new Deno.errors.NotConnected("os error 107"));
      await using server = await start((options) =>
        serveHttp(options, () => ({ status: 200 }))
      );
      await server.exchange(get("/", "Connection: close"));
      assertEquals(server.log.filter((line) => !line.includes("GET /")), []);
    },
  });
}
