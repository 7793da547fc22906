/**
 * How connections end where the moment matters: the client leaves in the middle,
 * or reads late, or the server stops. It holds for both engines.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { connect } from "node:net";
import { Connection, get, pause, variant, within } from "../kit/mod.ts";
import type { HttpResponse } from "../solutions/02_http/types.ts";
import { ask } from "./ask.ts";
import { testOnEngines } from "./engines.ts";

const quiet = () => {};

/** More than the system buffers for a client that does not read, in bytes. */
const LARGE = 20_000_000;

/** Sends bytes, waits for the first answer, and resets the connection. */
async function sendAndReset(port: number, text: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const socket = connect(port, "127.0.0.1", () => socket.write(text));
  socket.on("error", () => {});
  socket.on("close", () => resolve());
  socket.once("data", () => socket.resetAndDestroy());
  await promise;
}

/** Waits until a condition holds; the test's own time limit ends it. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(5);
}

testOnEngines(
  "pipelined requests of a client that has reset are not handled",
  async ({ serveHttp }) => {
    const handled: string[] = [];
    const { promise: cancelled, resolve } = Promise.withResolvers<void>();
    const server = serveHttp({ port: 0, log: quiet }, ({ path }) => {
      handled.push(path);
      const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
        start: (controller) => controller.enqueue(new Uint8Array(10)),
        cancel: () => resolve(),
      });
      return { status: 200, body };
    });
    await sendAndReset(server.addr.port, get("/1") + get("/2"));
    await cancelled;
    await server.shutdown();
    assertEquals(handled, ["/1"]);
  },
);

testOnEngines(
  "refused clients that reset leave nothing open",
  async ({ serveHttp }) => {
    const options = { port: 0, maxConnections: 1, log: quiet };
    const server = serveHttp(options, () => ({ status: 200 }));
    await using inside = await Connection.open(server.addr);
    await inside.send(get("/"));
    await inside.readResponse();
    for (let count = 0; count < 20; count++) {
      await sendAndReset(server.addr.port, "GET ");
    }
    await inside.destroy();
    await server.shutdown();
  },
);

testOnEngines(
  "a stream that comes when its client has reset is cancelled",
  async ({ serveHttp }) => {
    const handling = Promise.withResolvers<void>();
    const cancelled = Promise.withResolvers<void>();
    const server = serveHttp({ port: 0, log: quiet }, async ({ signal }) => {
      handling.resolve();
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      const body = new ReadableStream({ cancel: () => cancelled.resolve() });
      return { status: 200, body };
    });
    await using client = await Connection.open(server.addr, { canReset: true });
    await client.send(get("/"));
    await handling.promise;
    await client.reset();
    await cancelled.promise;
    await server.shutdown();
  },
);

testOnEngines(
  "a client that has not read its answer is not idle",
  async ({ serveHttp }) => {
    const options = { port: 0, idleTimeoutMs: 100, log: quiet };
    const body = new Uint8Array(LARGE);
    await using server = serveHttp(options, () => ({ status: 200, body }));
    await using client = await Connection.open(server.addr);
    await client.send(get("/"));
    await pause(400);
    assertEquals((await client.readResponse()).body.length, LARGE);
    await client.expectEnd("the server closes the idle connection");
  },
);

testOnEngines(
  "shutdown() waits until an answer has been read",
  async ({ serveHttp }) => {
    const log: string[] = [];
    const body = new Uint8Array(LARGE);
    const server = serveHttp(
      { port: 0, log: (line) => log.push(line) },
      () => ({ status: 200, body }),
    );
    await using client = await Connection.open(server.addr);
    await client.send(get("/"));
    await client.more();
    const ended = server.shutdown();
    const late = Symbol();
    assertEquals(await within(ended, 200, late), late, "it did not wait");
    assertEquals((await client.readResponse()).body.length, LARGE);
    await client.expectEnd();
    await ended;
    assertEquals(log.length, 1);
    assert(log[0].endsWith(`"GET / HTTP/1.1" 200 ${LARGE}`), log[0]);
  },
);

testOnEngines(
  "a slow handler does not use up the client's time to receive",
  async ({ serveHttp }) => {
    const options = { port: 0, sendTimeoutMs: 100, log: quiet };
    await using server = serveHttp(options, async ({ path }) => {
      if (path === "/slow") await pause(400);
      return { status: 200, body: path };
    });
    await using client = await Connection.open(server.addr);
    await client.send(get("/fast") + get("/slow"));
    for (const path of ["/fast", "/slow"]) {
      const { body } = await client.readResponse();
      assertEquals(new TextDecoder().decode(body), path);
    }
  },
);

testOnEngines(
  "an answer that the client does not take is logged as cut",
  async ({ serveHttp }) => {
    const log: string[] = [];
    const body = new Uint8Array(LARGE);
    await using server = serveHttp(
      { port: 0, log: (line) => log.push(line) },
      () => ({ status: 200, body }),
    );
    await sendAndReset(server.addr.port, get("/"));
    await until(() => log.length > 0);
    assert(log[0].endsWith('"GET / HTTP/1.1" 200 cut'), log[0]);
  },
);

testOnEngines(
  "an answer of any length is logged with that length",
  async ({ serveHttp }) => {
    const log: string[] = [];
    await using server = serveHttp(
      { port: 0, log: (line) => log.push(line) },
      ({ path }): HttpResponse => {
        const length = Number(path.slice(1));
        return { status: 200, body: new Uint8Array(length) };
      },
    );
    for (const length of [0, 10, 100_000, 1_000_000]) {
      await ask(server.addr, get(`/${length}`));
      await until(() => log.length > 0);
      const [line] = log.splice(0);
      assert(line.endsWith(`"GET /${length} HTTP/1.1" 200 ${length}`), line);
    }
  },
);

testOnEngines(
  "a stream whose cancel() never ends does not keep a server from stopping",
  async ({ serveHttp }) => {
    const options = { port: 0, shutdownGraceMs: 0, lingerMs: 20, log: quiet };
    const body = new ReadableStream({ cancel: () => new Promise<void>(quiet) });
    const server = serveHttp(options, () => ({ status: 204, body }));
    await using client = await Connection.open(server.addr);
    await client.send(get("/"));
    assertEquals((await client.readResponse()).status, 204);
    const late = Symbol();
    assert(await within(server.shutdown(), 2000, late) !== late);
  },
);

testOnEngines(
  "a log that fails does not end a connection",
  async ({ serveHttp }) => {
    function log(): void {
      throw new Error("no space left on the device");
    }
    await using server = serveHttp({ port: 0, log }, () => ({ status: 200 }));
    await using client = await Connection.open(server.addr);
    for (let count = 0; count < 2; count++) {
      await client.send(get("/"));
      assertEquals((await client.readResponse()).status, 200);
    }
  },
);

/** Empty lines that no request follows; some clients send one after a body. */
const STRAY = ["\r\n", "\r\n\r\n", "\r", "\r\n\r"];

/** The request that a client sends before its empty lines, if it sends one. */
const BEFORE: Readonly<Record<string, string>> = {
  "at the beginning": "",
  "after an answer": get("/"),
};

/** Opens a connection, and sends a request, perhaps, and empty lines. */
async function sendStray(
  addr: Deno.NetAddr,
  request: string,
  lines: string,
): Promise<Connection> {
  const client = await Connection.open(addr);
  await client.send(request + lines);
  if (request !== "") assertEquals((await client.readResponse()).status, 200);
  return client;
}

/** Runs a test with every kind of empty lines, in every place. */
async function withStray(
  body: (request: string, lines: string) => Promise<void>,
): Promise<void> {
  for (const [place, request] of Object.entries(BEFORE)) {
    for (const lines of STRAY) {
      const name = `${JSON.stringify(lines)} ${place}`;
      await variant(name, () => body(request, lines));
    }
  }
}

testOnEngines(
  "empty lines do not begin a request",
  async ({ serveHttp }) => {
    const options = { port: 0, headerTimeoutMs: 20, log: quiet };
    await using server = serveHttp(options, () => ({ status: 200 }));
    await withStray(async (request, lines) => {
      await using client = await sendStray(server.addr, request, lines);
      await pause(100);
      const rest = lines.endsWith("\r") ? "\n" : "";
      await client.send(rest + get("/"));
      assertEquals((await client.readResponse()).status, 200);
    });
  },
);

testOnEngines(
  "a connection with empty lines is idle, and ends without an answer",
  async ({ serveHttp }) => {
    const options = { port: 0, idleTimeoutMs: 50, log: quiet };
    await using server = serveHttp(options, () => ({ status: 200 }));
    await withStray(async (request, lines) => {
      await using client = await sendStray(server.addr, request, lines);
      await client.expectEnd();
    });
  },
);

testOnEngines(
  "empty lines do not give a connection more time to be idle",
  async ({ serveHttp }) => {
    const options = { port: 0, idleTimeoutMs: 300, log: quiet };
    await using server = serveHttp(options, () => ({ status: 200 }));
    await using client = await Connection.open(server.addr);
    let isClosed = false;
    const ended = client.more().then(() => isClosed = true);
    for (let count = 0; count < 30 && !isClosed; count++) {
      await client.send("\r\n").catch(quiet);
      await pause(50);
    }
    assert(isClosed);
    await ended;
  },
);

testOnEngines(
  "a client that ends after empty lines gets no answer",
  async ({ serveHttp }) => {
    const options = { port: 0, log: quiet };
    await using server = serveHttp(options, () => ({ status: 200 }));
    await withStray(async (request, lines) => {
      await using client = await sendStray(server.addr, request, lines);
      await client.closeWrite();
      await client.expectEnd();
    });
  },
);

testOnEngines(
  "shutdown() closes a connection with empty lines at once",
  async ({ serveHttp }) => {
    await withStray(async (request, lines) => {
      const options = { port: 0, log: quiet };
      const server = serveHttp(options, () => ({ status: 200 }));
      await using client = await sendStray(server.addr, request, lines);
      // The server has read the lines.
      await pause(20);
      const late = Symbol();
      assert(await within(server.shutdown(), 500, late) !== late);
      await client.expectEnd();
    });
  },
);

testOnEngines(
  "shutdown() waits for no more than the answer if empty lines follow it",
  async ({ serveHttp }) => {
    for (const lines of STRAY) {
      await variant(JSON.stringify(lines), async () => {
        const options = { port: 0, lingerMs: 0, log: quiet };
        const called = Promise.withResolvers<void>();
        const goOn = Promise.withResolvers<void>();
        const server = serveHttp(options, async ({ path }) => {
          if (path === "/last") {
            called.resolve();
            await goOn.promise;
          }
          return { status: 200, body: path };
        });
        await using client = await Connection.open(server.addr);
        await client.send(get("/first") + "\r\n" + get("/last") + lines);
        await called.promise;
        const ended = server.shutdown();
        goOn.resolve();
        const text = new TextDecoder().decode(await client.readToEnd());
        assert(text.endsWith("/last"), text);
        const late = Symbol();
        assert(await within(ended, 500, late) !== late);
      });
    }
  },
);

testOnEngines(
  "half a line end that begins no empty line is refused at once",
  async ({ serveHttp }) => {
    const options = { port: 0, log: quiet };
    await using server = serveHttp(options, () => ({ status: 200 }));
    for (const lines of ["\n", "\r\n\n", "\r\r", "\r\n\rG"]) {
      await using client = await sendStray(server.addr, get("/"), lines);
      assertEquals((await client.readResponse()).status, 400);
    }
  },
);
