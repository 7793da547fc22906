/**
 * A mistake of a handler, its stream, or the log costs at most its own answer:
 * the server continues, and no broken answer looks complete.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Connection, get, pause } from "../kit/mod.ts";
import { serveHttp as serveOne } from "../solutions/02_http.ts";
import type {
  Bytes,
  HttpHandler,
  HttpResponse,
} from "../solutions/02_http/types.ts";
import { ask, askForAll } from "./ask.ts";
import { type Engine, ENGINES, testOnEngines } from "./engines.ts";
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

/** The engines, and the server of stage 02, which has rules of its own. */
const SERVERS: Readonly<Record<string, Engine["serveHttp"]>> = {
  "02_http": serveOne,
  ...Object.fromEntries(
    ENGINES.map(({ name, serveHttp }) => [`${name} engine`, serveHttp]),
  ),
};

const STRICT = { sanitizeOps: true, sanitizeResources: true, timeout: 10_000 };

/** Something that throws, in the place of a value. */
function fail(): never {
  throw new Error("the getter fails");
}

/** Responses that cannot be read. */
const UNREADABLE: Readonly<Record<string, () => HttpResponse>> = {
  "body": () => ({
    status: 200,
    get body() {
      return fail();
    },
  }),
  "headers": () => ({
    status: 200,
    get headers() {
      return fail();
    },
  }),
  "status": () => ({
    get status() {
      return fail();
    },
  }),
  "field value": () => ({
    status: 200,
    headers: {
      get "X-Fails"() {
        return fail();
      },
    },
  }),
  "list of fields": () => ({
    status: 200,
    headers: { [Symbol.iterator]: fail } as unknown as [string, string][],
  }),

  "property": () => new Proxy({ status: 200 }, { get: fail }),
};

/** Ways to return a response. */
const RETURNS: Readonly<
  Record<string, (response: HttpResponse) => ReturnType<HttpHandler>>
> = {
  "at once": (response) => response,
  // A promise asks its value for `then`.
  "later": (response) =>
    Promise.resolve([response]).then(([response]) => response),
};

for (const [name, serveHttp] of Object.entries(SERVERS)) {
  for (const [what, respond] of Object.entries(UNREADABLE)) {
    for (const [when, give] of Object.entries(RETURNS)) {
      Deno.test({
        name: `a response whose ${what} throws, returned ${when}, becomes ` +
          `500 (${name})`,
        ...STRICT,
        async fn() {
          const lines: string[] = [];
          const log = (line: string) => void lines.push(line);
          await using server = serveHttp(
            { port: 0, log },
            () => give(respond()),
          );
          assertEquals((await ask(server.addr, get("/"))).status, 500);
          assertEquals(lines.join("\n").match(/failed: /g)?.length, 1);
        },
      });
    }
  }

  Deno.test({
    name: `a handler that returns nothing is answered 500 (${name})`,
    ...STRICT,
    async fn() {
      const nothing = undefined as unknown as HttpResponse;
      await using server = serveHttp({ port: 0, log: quiet }, () => nothing);
      assertEquals((await ask(server.addr, get("/"))).status, 500);
    },
  });

  Deno.test({
    name: `a late response whose body throws does no harm (${name})`,
    ...STRICT,
    async fn() {
      const called = Promise.withResolvers<void>();
      const returned = Promise.withResolvers<void>();
      await using server = serveHttp(
        { port: 0, log: quiet },
        async (request) => {
          if (request.path === "/next") return { status: 200 };
          const aborted = new Promise((resolve) =>
            request.signal.addEventListener("abort", resolve)
          );
          called.resolve();
          await aborted;
          setTimeout(returned.resolve, 20);
          return UNREADABLE.body();
        },
      );
      await using client = await Connection.open(server.addr, {
        canReset: true,
      });
      await client.send(get("/"));
      await called.promise;
      await client.reset();
      await returned.promise;
      assertEquals((await ask(server.addr, get("/next"))).status, 200);
    },
  });

  Deno.test({
    name: `a stream whose cancel() throws is dropped like others (${name})`,
    ...STRICT,
    async fn() {
      class Stream extends ReadableStream<Bytes> {
        override cancel = fail;
      }
      await using server = serveHttp({ port: 0, log: quiet }, ({ path }) => {
        const status = path === "/bad" ? 99 : 200;
        return { status, body: new Stream() };
      });
      const head = get("/").replace("GET", "HEAD");
      const answer = await askForAll(server.addr, head);
      assertEquals(answer.split("\r\n")[0], "HTTP/1.1 200 OK");
      assertEquals((await ask(server.addr, get("/bad"))).status, 500);
    },
  });

  Deno.test({
    name:
      `a stream that two clients are given is sent to one of them (${name})`,
    ...STRICT,
    async fn() {
      const both = Promise.withResolvers<HttpResponse>();
      let asked = 0;
      await using server = serveHttp({ port: 0, log: quiet }, () => {
        if (++asked === 2) {
          const body = new Blob(["shared"]).stream();
          both.resolve({ status: 200, body });
        }
        return both.promise;
      });
      const answers = await Promise.all([
        ask(server.addr, get("/", "Connection: close")),
        ask(server.addr, get("/", "Connection: close")),
      ]);
      const statuses = answers.map(({ status }) => status).sort();
      assertEquals(statuses, [200, 500]);
      const sent = answers.find(({ status }) => status === 200);
      assertEquals(new TextDecoder().decode(sent?.body), "shared");
    },
  });
}

testOnEngines(
  "a stream that two pipelined requests are given is sent once",
  async (engine) => {
    const body = new Blob(["shared"]).stream();
    const handler: HttpHandler = () => ({ status: 200, body });
    const { text } = await converse(engine, handler, "/1", "/2");
    assertEquals(text.match(/HTTP\/1.1 \d+/g), [
      "HTTP/1.1 200",
      "HTTP/1.1 500",
    ]);
  },
);
