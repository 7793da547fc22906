/**
 * A mistake of a handler, its stream, or the log costs at most its own answer:
 * the server continues, and no broken answer looks complete.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Connection, get, pause } from "../kit/mod.ts";
import type { HttpHandler } from "../solutions/02_http/types.ts";
import { askForAll } from "./ask.ts";
import { type Engine, testOnEngines } from "./engines.ts";
import { withConnections } from "./with_connections.ts";

const quiet = () => {};

/** All answers to GET requests for some paths, and the log. */
async function converse(
  { serveHttp }: Engine,
  handler: HttpHandler,
  ...paths: string[]
): Promise<{ text: string; log: string }> {
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  await using server = serveHttp({ port: 0, log }, handler);
  const text = await askForAll(server.addr, ...paths.map((path) => get(path)));
  return { text, log: lines.join("\n") };
}

/** Values that `String` cannot convert, or only `String` can. */
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
  testOnEngines(
    `a handler, or its stream, may throw ${what}`,
    async (engine) => {
      const handler: HttpHandler = ({ path }) => {
        if (path === "/throw") throw thrown;
        if (path === "/reject") return Promise.reject(thrown);
        const pull = (controller: ReadableStreamDefaultController) =>
          controller.error(thrown);
        return { status: 200, body: new ReadableStream({ pull }) };
      };
      const paths = ["/throw", "/reject", "/stream"];
      const { text, log } = await converse(engine, handler, ...paths);
      assertEquals(text.match(/HTTP\/1.1 500/g)?.length, 2, text);
      assertEquals(log.match(/failed: /g)?.length, 3, log);
      assert(!text.includes("\r\n0\r\n"), text);
    },
  );
}

/** Chunks that are not bytes. */
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
    testOnEngines(
      `a stream that gives ${what} ${way} is cut`,
      async (engine) => {
        const handler: HttpHandler = ({ path }) => {
          if (path === "/next") return { status: 200, body: "next" };
          const body = new ReadableStream({
            start(controller) {
              controller.enqueue(chunk);
              controller.close();
            },
          });
          return { status: 200, headers, body };
        };
        const { text, log } = await converse(
          engine,
          handler,
          "/first",
          "/next",
        );
        assert(text.endsWith("\r\n\r\n"), text);
        assert(!text.includes("next"), text);
        assertStringIncludes(log, "200 cut");
        assertStringIncludes(log, "expected a chunk of bytes");
      },
    );
  }
}

testOnEngines(
  "bytes that shrink while they are sent are cut",
  async (engine) => {
    const { promise: isDetached, resolve } = Promise.withResolvers<void>();
    const options = { port: 0, log: quiet };
    await using server = engine.serveHttp(options, ({ path }) => {
      if (path === "/next") return { status: 200, body: "next" };
      // More than the system buffers for a client that does not read.
      const body = new Uint8Array(20_000_000).fill(65);
      setTimeout(() => {
        structuredClone(body, { transfer: [body.buffer] });
        resolve();
      }, 50);
      return { status: 200, body };
    });
    await using connection = await Connection.open(server.addr);
    await connection.send(get("/first") + get("/next"));
    await isDetached;
    const text = new TextDecoder().decode(await connection.readToEnd());
    const content = text.slice(text.indexOf("\r\n\r\n") + 4);
    assert(content.length < 20_000_000);
    assert(/^A*$/.test(content), content.slice(-200));
  },
);

testOnEngines(
  "a body that is read after the last answer fails, and is never partial",
  async (engine) => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const options = { port: 0, log: quiet };
    await using server = engine.serveHttp(options, ({ body }) => {
      new Response(body).text().then(resolve, (error) => resolve(`${error}`));
      return { status: 202 };
    });
    await using connection = await Connection.open(server.addr);
    const fields = "Host: a\r\nConnection: close\r\nContent-Length: 20000";
    await connection.send(`POST / HTTP/1.1\r\n${fields}\r\n\r\n`);
    for (let left = 10; left > 0; left--) {
      await connection.send("b".repeat(2000));
      await pause(5);
    }
    assertStringIncludes(await promise, "the request is answered");
  },
);

testOnEngines(
  "each of a hundred clients beyond maxConnections is answered 503",
  async (engine) => {
    const options = { port: 0, maxConnections: 1, log: quiet };
    await using server = engine.serveHttp(options, () => ({ status: 200 }));
    await using clients = new AsyncDisposableStack();
    clients.use(await Connection.open(server.addr));
    const refused: Connection[] = [];
    for (let left = 100; left > 0; left--) {
      refused.push(clients.use(await Connection.open(server.addr)));
    }
    for (const client of refused) {
      assertEquals((await client.readResponse()).status, 503);
    }
  },
);

testOnEngines(
  "a log that throws does not end the accept loop",
  async (engine) => {
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
      () =>
        engine.serveHttp(
          { port: 0, log },
          () => ({ status: 200, body: "yes" }),
        ),
    );
    const { hostname, port } = server.addr;
    using lost = await Deno.connect({ hostname, port });
    assertEquals(await lost.read(new Uint8Array(10)), null);
    const answer = await askForAll(server.addr, "GET / HTTP/1.0\r\n\r\n");
    assertStringIncludes(answer, "yes");
  },
);
