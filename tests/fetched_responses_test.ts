/**
 * A handler that answers with what it has fetched sends what `Deno.serve` sends:
 * fields that describe the bytes on the wire.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import {
  get,
  httpRequest,
  type RawResponse,
  type RunningServer,
  start,
  type StartOptions,
  streamOf,
} from "../kit/mod.ts";
import { serve as serveFast } from "../mod.ts";
import { serveHttp } from "../solutions/02_http.ts";
import type { Bytes } from "../solutions/02_http/types.ts";
import { type FetchHandler, serve } from "../solutions/05_framework.ts";

const SERVERS = { "05_framework": serve, "mod.ts": serveFast };

/** Content codings: fetch decodes gzip and br, and no other. */
const CODINGS = ["gzip", "GZIP", "br", "zstd", "identity"];

/** "hello" in brotli; the other codings are gzip, whatever they are called. */
const BROTLI = new Uint8Array([11, 2, 128, 104, 101, 108, 108, 111, 3]);

async function gzip(text: string): Promise<Bytes> {
  const compressed = streamOf(text).pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(compressed).arrayBuffer());
}

/** A server whose answers have the coding that its path names. */
async function startUpstream() {
  const gzipped = await gzip("hello");
  return await start((options) =>
    serveHttp(options, ({ path }) => ({
      status: 200,
      headers: { "Content-Encoding": path.slice(1), "X-Upstream": "yes" },
      body: path === "/br" ? BROTLI : gzipped,
    }))
  );
}

/** The fields and the body of an answer, as far as both servers decide them. */
function describe({ headers, body, status }: RawResponse) {
  const names = ["content-encoding", "x-upstream"];
  const fields = names.map((name) => [name, headers.get(name)]);
  return { status, fields: Object.fromEntries(fields), body };
}

function startDenoServe(handler: FetchHandler) {
  return ({ port }: StartOptions): RunningServer =>
    Deno.serve({ port, hostname: "127.0.0.1", onListen() {} }, handler);
}

for (const [name, serveHere] of Object.entries(SERVERS)) {
  Deno.test(`${name}: a fetched response leaves as it does from Deno.serve`, async () => {
    await using upstream = await startUpstream();
    const handler: FetchHandler = (request) => {
      const { pathname } = new URL(request.url);
      return fetch(`http://${upstream.host}${pathname}`);
    };
    await using ours = await start((options) => serveHere(options, handler));
    await using theirs = await start(startDenoServe(handler));
    for (const coding of CODINGS) {
      const request = get(`/${coding}`, "Connection: close");
      const found = describe(await ours.exchange(request));
      assertEquals(found, describe(await theirs.exchange(request)), coding);
    }
  });

  Deno.test(`${name}: HEAD of a decoded response names no length of the coded one`, async () => {
    await using upstream = await startUpstream();
    await using server = await start((options) =>
      serveHere(
        options,
        (request) =>
          fetch(`http://${upstream.host}/gzip`, { method: request.method }),
      )
    );
    const head = ["HEAD /gzip HTTP/1.1", "Host: x", "Connection: close"];
    const { headers } = await server.exchange(httpRequest(head), {
      method: "HEAD",
    });
    assertEquals(headers.get("content-encoding"), null);
    assertEquals(headers.get("content-length"), null);
  });

  Deno.test(`${name}: a handler that compresses keeps its Content-Encoding`, async () => {
    const gzipped = await gzip("hello");
    const headers = { "Content-Encoding": "gzip" };
    await using server = await start((options) =>
      serveHere(options, () => new Response(gzipped, { headers }))
    );
    const response = await server.exchange(get("/", "Connection: close"));
    assertEquals(response.headers.get("content-encoding"), "gzip");
    assertEquals(response.body, gzipped);
  });
}
