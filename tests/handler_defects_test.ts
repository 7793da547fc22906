/**
 * What a handler, its stream, or a log can do wrong costs at most its own
 * answer: the engine of stage 06 goes on, and says nothing that looks whole.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Connection, pause } from "../kit/mod.ts";
import { type HttpHandler, serveHttp } from "../solutions/06_persistent.ts";
import { withConnections } from "./with_connections.ts";

const STRICT = { sanitizeOps: true, sanitizeResources: true, timeout: 10_000 };
const quiet = () => {};

/** Sends requests to a handler; returns all that comes, and what is logged. */
async function ask(
  handler: HttpHandler,
  ...paths: string[]
): Promise<{ text: string; log: string }> {
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  await using server = serveHttp({ port: 0, log }, handler);
  const connection = await Connection.open(server.addr);
  for (const path of paths) {
    await connection.send(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
  }
  await connection.closeWrite();
  const text = new TextDecoder().decode(await connection.readToEnd());
  await connection.destroy();
  return { text, log: lines.join("\n") };
}

/** What `String` cannot make text of, and what only `String` can. */
const THROWN: Record<string, unknown> = {
  "a Symbol": Symbol("thrown"),
  "an object without a prototype": Object.create(null),
  "an error whose stack throws": Object.defineProperty(new Error(), "stack", {
    get: () => {
      throw new Error("not this either");
    },
  }),
};

for (const [what, thrown] of Object.entries(THROWN)) {
  Deno.test({
    name: `a handler, or its stream, throws ${what}`,
    ...STRICT,
    fn: async () => {
      const handler: HttpHandler = ({ path }) => {
        if (path === "/throw") throw thrown;
        if (path === "/reject") return Promise.reject(thrown);
        const pull = (controller: ReadableStreamDefaultController) =>
          controller.error(thrown);
        return { status: 200, body: new ReadableStream({ pull }) };
      };
      const { text, log } = await ask(handler, "/throw", "/reject", "/stream");
      assertEquals(text.match(/HTTP\/1.1 500/g)?.length, 2, text);
      assertEquals(log.match(/failed: /g)?.length, 3, log);
      assert(!text.includes("\r\n0\r\n"), text);
    },
  });
}

const CHUNKS: Record<string, unknown> = {
  "text": "hello12345",
  "an ArrayBuffer": new ArrayBuffer(10),
  "an array": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  "a number": 10,
  "a Uint16Array": new Uint16Array(5),
};

for (const [what, chunk] of Object.entries(CHUNKS)) {
  for (const headers of [{}, { "Content-Length": "10" }]) {
    const way = "Content-Length" in headers ? "with a length" : "in chunks";
    Deno.test({
      name: `a stream that gives ${what} ${way} is cut`,
      ...STRICT,
      fn: async () => {
        const answer = ({ path }: { path: string }) => {
          if (path === "/next") return { status: 200, body: "next" };
          const body = new ReadableStream({
            start(controller) {
              controller.enqueue(chunk);
              controller.close();
            },
          });
          return { status: 200, headers, body };
        };
        const { text, log } = await ask(answer, "/first", "/next");
        assert(text.endsWith("\r\n\r\n"), text);
        assert(!text.includes("next"), text);
        assertStringIncludes(log, "200 cut");
        assertStringIncludes(log, "expected a chunk of bytes");
      },
    });
  }
}

Deno.test({
  name: "bytes that shrink while they are sent are cut",
  ...STRICT,
  fn: async () => {
    const { promise: isGone, resolve } = Promise.withResolvers<void>();
    const options = { port: 0, log: quiet };
    await using server = serveHttp(options, ({ path }) => {
      if (path === "/next") return { status: 200, body: "next" };
      // More than the client and the system take before somebody reads.
      const body = new Uint8Array(20_000_000).fill(65);
      setTimeout(() => {
        structuredClone(body, { transfer: [body.buffer] });
        resolve();
      }, 50);
      return { status: 200, body };
    });
    const connection = await Connection.open(server.addr);
    const rest = " HTTP/1.1\r\nHost: a\r\n\r\n";
    await connection.send(`GET /first${rest}GET /next${rest}`);
    await isGone;
    const text = new TextDecoder().decode(await connection.readToEnd());
    const content = text.slice(text.indexOf("\r\n\r\n") + 4);
    assert(content.length < 20_000_000);
    assert(/^A*$/.test(content), content.slice(-200));
    await connection.destroy();
  },
});

Deno.test({
  name: "who reads a body after the last answer is told so, and gets no part",
  ...STRICT,
  fn: async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    await using server = serveHttp({ port: 0, log: quiet }, ({ body }) => {
      new Response(body).text().then(resolve, (error) => resolve(`${error}`));
      return { status: 202 };
    });
    const connection = await Connection.open(server.addr);
    const fields = "Host: a\r\nConnection: close\r\nContent-Length: 20000";
    await connection.send(`POST / HTTP/1.1\r\n${fields}\r\n\r\n`);
    for (let left = 10; left > 0; left--) {
      await connection.send("b".repeat(2000));
      await pause(5);
    }
    assertStringIncludes(await promise, "the request is answered");
    await connection.destroy();
  },
});

Deno.test({
  name: "each of a hundred clients too many at a time is told so",
  ...STRICT,
  fn: async () => {
    const options = { port: 0, maxConnections: 1, log: quiet };
    await using server = serveHttp(options, () => ({ status: 200 }));
    const clients: Deno.TcpConn[] = [];
    for (let left = 101; left > 0; left--) {
      clients.push(
        await Deno.connect({ hostname: "127.0.0.1", port: server.addr.port }),
      );
    }
    const [inside, ...refused] = clients;
    for (const client of refused) {
      const bytes = new Uint8Array(1024);
      const count = await client.read(bytes) ?? 0;
      const answer = new TextDecoder().decode(bytes.subarray(0, count));
      assertStringIncludes(answer, "HTTP/1.1 503 ");
      client.close();
    }
    inside.close();
  },
});

Deno.test({
  name: "a log that throws does not end the accept loop",
  ...STRICT,
  fn: async () => {
    let isFirst = true;
    const wrap = (connection: Deno.TcpConn) => {
      if (!isFirst) return connection;
      isFirst = false;
      connection.close();
      throw new Error("no file descriptor to spare");
    };
    const log = () => {
      throw new Error("the disk is full");
    };
    await using server = withConnections(
      wrap,
      () => serveHttp({ port: 0, log }, () => ({ status: 200, body: "yes" })),
    );
    const lost = await Deno.connect({
      hostname: "127.0.0.1",
      port: server.addr.port,
    });
    assertEquals(await lost.read(new Uint8Array(10)), null);
    lost.close();
    const connection = await Connection.open(server.addr);
    await connection.send("GET / HTTP/1.0\r\n\r\n");
    const answer = new TextDecoder().decode(await connection.readToEnd());
    assertStringIncludes(answer, "yes");
    await connection.destroy();
  },
});
