/**
 * Deadlines are for clients: not for bytes that arrived while the server was
 * busy, and not for a client that reads slowly but steadily.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { get, pause, post, start } from "../kit/mod.ts";
import type { PersistentOptions } from "../solutions/02_http/options.ts";
import type { HttpHandler } from "../solutions/02_http/types.ts";
import type { Errand, Report } from "./punctual_client.ts";
import {
  HTTP_SERVERS as SERVERS,
  PERSISTENT_SERVERS as PERSISTENT,
} from "./engines.ts";

const STRICT = { sanitizeOps: true, sanitizeResources: true, timeout: 20_000 };

/** Every deadline of a server that has to do with its clients' sending. */
const SHORT: PersistentOptions = {
  idleTimeoutMs: 300,
  headerTimeoutMs: 300,
  bodyTimeoutMs: 300,
};

/** How long the server is busy, in milliseconds: longer than any deadline. */
const BUSY_MS = 600;

/** What a client has sent before the server is busy, and sends meanwhile. */
const ROWS: Record<string, [before: string, meanwhile: string]> = {
  "a request": ["", get("/")],
  "the rest of a header section": ["GET / HT", "TP/1.1\r\nHost: x\r\n\r\n"],
  "the rest of a body": [post("/", "hello").slice(0, -3), "llo"],
};

/** Keeps the event loop busy until the client has sent, and its time is over. */
function block(flags: Int32Array): void {
  const end = performance.now() + BUSY_MS;
  Atomics.store(flags, 0, 1);
  Atomics.notify(flags, 0);
  while (performance.now() < end || Atomics.load(flags, 1) === 0);
}

/** Starts a client on a thread of its own, and gives what it reports. */
function startClient(errand: Errand) {
  const url = new URL("./punctual_client.ts", import.meta.url);
  const worker = new Worker(url, { type: "module" });
  const ready = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<string>();
  worker.onmessage = ({ data }: MessageEvent<Report>) => {
    if ("ready" in data) ready.resolve();
    else answer.resolve(data.answer);
  };
  worker.postMessage(errand);
  return {
    ready: ready.promise,
    answer: answer.promise,
    [Symbol.dispose]: () => worker.terminate(),
  };
}

for (const [name, serveHttp] of Object.entries(SERVERS)) {
  for (const [what, [before, meanwhile]] of Object.entries(ROWS)) {
    Deno.test({
      name: `${name}: ${what} that arrives while the server is busy is in time`,
      ...STRICT,
      async fn() {
        const flags = new Int32Array(new SharedArrayBuffer(8));
        const handler: HttpHandler = async ({ path, body }) => {
          if (path === "/block") block(flags);
          const { byteLength } = await new Response(body).arrayBuffer();
          return { status: 200, body: `${byteLength}` };
        };
        await using server = await start((options) =>
          serveHttp({ ...options, ...SHORT }, handler)
        );
        const { port } = server.addr;
        using client = startClient({ port, before, meanwhile, flags });
        await client.ready;
        const busy = await server.connect();
        await busy.send(get("/block"));
        assertEquals((await client.answer).split("\r\n")[0], "HTTP/1.1 200 OK");
      },
    });
  }
}

for (const [name, serveHttp] of Object.entries(PERSISTENT)) {
  Deno.test({
    name: `${name}: a client that reads slowly gets everything`,
    ...STRICT,
    async fn() {
      const length = 12 * 1_048_576;
      await using server = await start((options) =>
        serveHttp({ ...options, sendTimeoutMs: 1000 }, () => ({
          status: 200,
          body: new Uint8Array(length),
        }))
      );
      const client = await server.connect();
      await client.send(get("/"));
      await client.readUntil("\r\n\r\n");
      let received = 0;
      while (received < length) {
        if (client.unread.length === 0) {
          assertEquals(await client.more(), "bytes");
        }
        received += client.take(client.unread.length).length;
        if (received % 8 === 0) await pause(1);
      }
    },
  });
}
