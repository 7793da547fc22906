/**
 * A request that has begun is answered, even if its bytes and the end of the
 * server come in the same turn of the event loop.
 *
 * @module
 */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { Connection, get } from "../kit/mod.ts";
import type { HttpHandler } from "../solutions/02_http/types.ts";
import { testOnEngines } from "./engines.ts";

/** Keeps the event loop busy until what was written has reached the kernel. */
function block(): void {
  const end = performance.now() + 30;
  while (performance.now() < end);
}

testOnEngines(
  "a request that arrives in the same turn as shutdown() is answered",
  async ({ serveHttp }) => {
    for (let turns = 0; turns < 4; turns++) {
      const options = { port: 0, lingerMs: 50, log() {} };
      const handler: HttpHandler = ({ path }) => ({ status: 200, body: path });
      const server = serveHttp(options, handler);
      // Whatever arrives here ends the server, after some microtasks.
      using trigger = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const { port } = trigger.addr as Deno.NetAddr;
      using puller = await Deno.connect({ hostname: "127.0.0.1", port });
      using pulled = await trigger.accept();
      const stopping = pulled.read(new Uint8Array(1)).then(async () => {
        for (let turn = 0; turn < turns; turn++) await undefined;
        await server.shutdown();
      });
      await using client = await Connection.open(server.addr);
      await client.send(get("/first"));
      assertEquals((await client.readResponse()).status, 200);
      const sending = client.send(get("/second"));
      const pulling = puller.write(new Uint8Array(1));
      block();
      await Promise.all([sending, pulling]);
      const response = await client.readResponse();
      assertEquals(new TextDecoder().decode(response.body), "/second");
      await stopping;
    }
  },
);

testOnEngines(
  "bytes whose memory is transferred never make the next answer their body",
  async ({ serveHttp }) => {
    for (let turns = 0; turns < 16; turns++) {
      const options = { port: 0, log() {} };
      await using server = serveHttp(options, ({ path }) => {
        if (path === "/next") return { status: 200, body: "next" };
        const body = new Uint8Array(100_000).fill(65);
        void transferLater(body, turns);
        return { status: 200, body };
      });
      await using client = await Connection.open(server.addr);
      await client.send(get("/x") + get("/next", "Connection: close"));
      const text = new TextDecoder().decode(await client.readToEnd());
      const [, body = ""] = text.split(/\r\n\r\n(.*)/s);
      assertEquals(body.slice(0, 100_000).replaceAll("A", ""), "", `${turns}`);
    }
  },
);

async function transferLater(
  bytes: Uint8Array<ArrayBuffer>,
  turns: number,
): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await undefined;
  structuredClone(bytes, { transfer: [bytes.buffer] });
}

testOnEngines(
  "a client that leaves after its body has failed is noticed",
  async ({ serveHttp }) => {
    const aborted = Promise.withResolvers<void>();
    const lines: string[] = [];
    const options = {
      port: 0,
      halfCloseTimeoutMs: 100,
      log: (line: string) => void lines.push(line),
    };
    await using server = serveHttp(options, async ({ body, signal }) => {
      signal.addEventListener("abort", () => aborted.resolve());
      await new Response(body).text().catch(() => {});
      await aborted.promise;
      return { status: 200 };
    });
    const client = await Connection.open(server.addr);
    const head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked";
    await client.send(`${head}\r\n\r\nzz\r\n`);
    await client.close();
    await aborted.promise;
    await server.shutdown();
    assertStringIncludes(lines.join("\n"), "POST / HTTP/1.1");
  },
);

testOnEngines(
  "the log says why a stream has failed, whatever the error",
  async ({ serveHttp }) => {
    const lines: string[] = [];
    const log = (line: string) => void lines.push(line);
    await using server = serveHttp({ port: 0, log }, () => ({
      status: 200,
      body: new ReadableStream({
        pull(controller) {
          controller.error(new Deno.errors.ConnectionReset("upstream reset"));
        },
      }),
    }));
    await using client = await Connection.open(server.addr);
    await client.send(get("/"));
    await client.readToEnd();
    await server.shutdown();
    assertStringIncludes(lines.join("\n"), "upstream reset");
  },
);
