/**
 * How connections of the persistent engine end, where the instant matters: a
 * client goes just then, or the server does.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { connect } from "node:net";
import { pause } from "../kit/mod.ts";
import { ScriptProcess } from "../solutions/04_cgi/script_process.ts";
import { type HttpResponse, serveHttp } from "../engine/serve_http.ts";
import { ConnectionSet } from "../engine/connection_set.ts";
import { FileStream } from "../engine/file_stream.ts";
import { withDefaults } from "../engine/options.ts";

const quiet = () => {};
const encoder = new TextEncoder();
const STRICT = { sanitizeOps: true, sanitizeResources: true, timeout: 10_000 };

/** Sends bytes, waits for the first answer, and resets the connection. */
async function sendAndReset(port: number, text: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const socket = connect(port, "127.0.0.1", () => socket.write(text));
  socket.on("error", () => {});
  socket.on("close", () => resolve());
  socket.once("data", () => socket.resetAndDestroy());
  await promise;
}

Deno.test({
  name: "a client that resets is not served what it has sent ahead",
  ...STRICT,
  fn: async () => {
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
    const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
    await sendAndReset(server.addr.port, get("/1") + get("/2"));
    await cancelled;
    await server.shutdown();
    assertEquals(handled, ["/1"]);
  },
});

Deno.test({
  name: "clients that are refused and reset leave nothing open",
  ...STRICT,
  fn: async () => {
    const options = { port: 0, maxConnections: 1, log: quiet };
    const server = serveHttp(options, () => ({ status: 200 }));
    const { hostname, port } = server.addr;
    const inside = await Deno.connect({ hostname, port });
    await inside.write(encoder.encode("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    await inside.read(new Uint8Array(1024));
    for (let count = 0; count < 20; count++) await sendAndReset(port, "GET ");
    inside.close();
    await server.shutdown();
  },
});

Deno.test({
  name: "a file that is being sent cannot be sent to another client",
  ...STRICT,
  fn: async () => {
    const path = await Deno.makeTempFile();
    await Deno.truncate(path, 300_000);
    const log: string[] = [];
    const body = new FileStream(await Deno.open(path), 300_000);
    await using server = serveHttp(
      { port: 0, log: (line) => log.push(line) },
      () => ({ status: 200, body }),
    );
    const url = `http://127.0.0.1:${server.addr.port}/`;
    const first = await fetch(url);
    assertEquals((await first.bytes()).length, 300_000);
    const second = await fetch(url);
    await second.body?.cancel();
    assertEquals(second.status, 500);
    assert(log.some((line) => line.includes("nobody reads yet")), log.join());
    await Deno.remove(path);
  },
});

Deno.test({
  name: "a program can end in the instant in which it is stopped",
  ignore: Deno.build.os === "windows",
  ...STRICT,
  fn: async () => {
    for (let round = 0; round < 60; round++) {
      // From before its start to after its end, with others in its way.
      await Promise.all([0, 1, 2, 3].map((ms) => runAndStop(ms + round % 8)));
    }
  },
});

async function runAndStop(ms: number): Promise<void> {
  const stopping = new AbortController();
  const command = { executable: "/bin/sh", args: ["-c", ":"], env: {} };
  const program = new ScriptProcess(command, {
    cwd: "/",
    env: {},
    body: null,
    timeoutMs: 10_000,
    signal: stopping.signal,
    log: quiet,
  });
  const timer = setTimeout(() => stopping.abort(), ms);
  const end = performance.now() + 2;
  while (performance.now() < end);
  try {
    while (await program.read() !== null);
  } catch {
    // It has been stopped.
  }
  await program.ended;
  clearTimeout(timer);
}

/** A client that exists in memory only, so that the instant can be chosen. */
class FakeConnection {
  readonly remoteAddr = { hostname: "fake", port: 1, transport: "tcp" };
  isClosed = false;
  written = "";
  /** Makes the read that is under way fail. */
  fail: (reason: unknown) => void = quiet;
  /** What a write waits for. */
  writing: Promise<void> = Promise.resolve();
  #incoming: string[];

  constructor(...incoming: string[]) {
    this.#incoming = incoming;
  }

  setNoDelay(): void {}

  closeWrite(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    this.isClosed = true;
    this.fail(new Deno.errors.Interrupted("closed"));
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    const text = this.#incoming.shift();
    if (text === undefined) {
      await new Promise((_, reject) => this.fail = reject);
    }
    return encoder.encodeInto(text!, buffer).written;
  }

  async write(bytes: Uint8Array): Promise<number> {
    await this.writing;
    if (this.isClosed) throw new Deno.errors.BadResource("closed");
    this.written += new TextDecoder().decode(bytes);
    return bytes.length;
  }

  /** As the engine sees it. */
  get tcp(): Deno.TcpConn {
    return this as unknown as Deno.TcpConn;
  }
}

const GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const turn = () => pause(0);

Deno.test(
  "a stream is cancelled if its client goes in the instant in which it comes",
  { timeout: 10_000 },
  async () => {
    const { promise: response, resolve } = Promise.withResolvers<
      HttpResponse
    >();
    const { promise: cancelled, resolve: cancel } = Promise.withResolvers<
      void
    >();
    const limits = withDefaults({ log: quiet });
    const connections = new ConnectionSet(limits, () => response);
    const client = new FakeConnection(GET);
    connections.add(client.tcp);
    await turn();
    resolve({ status: 200, body: new ReadableStream({ cancel }) });
    client.fail(new Deno.errors.ConnectionReset("reset"));
    await cancelled;
    await connections.end();
  },
);

Deno.test("a connection whose answer is still being written is not idle", {
  timeout: 10_000,
}, async () => {
  const { promise: writing, resolve: goOn } = Promise.withResolvers<void>();
  const log: string[] = [];
  const limits = withDefaults({ log: (line) => log.push(line), lingerMs: 20 });
  const connections = new ConnectionSet(limits, () => ({
    status: 200,
    headers: { "Content-Length": "5" },
    // Its end comes when what there is of it has begun to be written.
    body: new ReadableStream({
      start: (controller) => controller.enqueue(encoder.encode("hello")),
      async pull(controller) {
        await turn();
        await turn();
        controller.close();
      },
    }, { highWaterMark: 0 }),
  }));
  const client = new FakeConnection(GET);
  client.writing = writing;
  connections.add(client.tcp);
  for (let count = 0; count < 10; count++) await turn();
  const ended = connections.end();
  assertEquals(client.isClosed, false);
  goOn();
  await ended;
  assert(client.written.endsWith("\r\n\r\nhello"), client.written);
  assertEquals(log, ['fake:1 "GET / HTTP/1.1" 200 5']);
});

Deno.test("a client that has not taken its answer is not idle", {
  timeout: 10_000,
}, async () => {
  const { promise: writing, resolve: goOn } = Promise.withResolvers<void>();
  const log: string[] = [];
  const limits = withDefaults({
    log: (line) => log.push(line),
    idleTimeoutMs: 100,
  });
  const connections = new ConnectionSet(limits, () => ({ status: 204 }));
  const client = new FakeConnection(GET);
  client.writing = writing;
  connections.add(client.tcp);
  await pause(300);
  assertEquals([client.isClosed, log], [false, []]);
  goOn();
  await turn();
  assertEquals(log, ['fake:1 "GET / HTTP/1.1" 204 0']);
  await pause(300);
  assertEquals(client.isClosed, true);
  await connections.end();
});

Deno.test("the end of a server waits until an answer has been taken", {
  timeout: 10_000,
}, async () => {
  const { promise: writing, resolve: goOn } = Promise.withResolvers<void>();
  const limits = withDefaults({ log: quiet });
  const connections = new ConnectionSet(limits, () => ({ status: 204 }));
  const client = new FakeConnection(GET);
  client.writing = writing;
  connections.add(client.tcp);
  await turn();
  const ended = connections.end();
  await turn();
  assertEquals(client.isClosed, false);
  goOn();
  await ended;
  assert(client.written.startsWith("HTTP/1.1 204 "), client.written);
});

Deno.test("nobody is answered who has not taken the answer before", {
  timeout: 10_000,
}, async () => {
  const { promise: writing, resolve: goOn } = Promise.withResolvers<void>();
  const limits = withDefaults({ log: quiet });
  let handled = 0;
  const connections = new ConnectionSet(limits, () => {
    handled++;
    return { status: 204 };
  });
  const client = new FakeConnection(GET, GET, GET);
  client.writing = writing;
  connections.add(client.tcp);
  for (let count = 0; count < 5; count++) await turn();
  assertEquals(handled, 1);
  goOn();
  while (handled < 3) await turn();
  await connections.end();
  assertEquals(client.written.match(/HTTP\/1.1 204 /g)?.length, 3);
});

Deno.test("an answer that is cut is logged as cut, whatever it is", {
  timeout: 10_000,
}, async () => {
  const log: string[] = [];
  const limits = withDefaults({ log: (line) => log.push(line) });
  const body = new Uint8Array(100_000);
  const connections = new ConnectionSet(limits, () => ({ status: 200, body }));
  const client = new FakeConnection(GET);
  client.writing = Promise.reject(new Deno.errors.ConnectionReset("reset"));
  client.writing.catch(quiet);
  connections.add(client.tcp);
  await turn();
  assertEquals(client.isClosed, true);
  assertEquals(log, ['fake:1 "GET / HTTP/1.1" 200 cut']);
  await connections.end();
});

Deno.test("an answer is logged when it has been sent, whatever its length", {
  timeout: 10_000,
}, async () => {
  const log: string[] = [];
  const limits = withDefaults({ log: (line) => log.push(line) });
  for (const length of [10, 100_000, 1_000_000]) {
    const body = new Uint8Array(length);
    const answer = () => ({ status: 200, body });
    const connections = new ConnectionSet(limits, answer);
    connections.add(new FakeConnection(GET).tcp);
    for (let count = 0; count < 5; count++) await turn();
    assertEquals(log.splice(0), [`fake:1 "GET / HTTP/1.1" 200 ${length}`]);
    await connections.end();
  }
});

Deno.test(
  "a stream that cannot be cancelled does not keep the server from ending",
  { timeout: 10_000 },
  async () => {
    const body = new ReadableStream({ cancel: () => new Promise<void>(quiet) });
    const limits = withDefaults({
      log: quiet,
      shutdownGraceMs: 0,
      lingerMs: 20,
    });
    const connections = new ConnectionSet(
      limits,
      () => ({ status: 204, body }),
    );
    const client = new FakeConnection(GET);
    connections.add(client.tcp);
    await turn();
    await connections.end();
    assert(client.isClosed);
  },
);

Deno.test("a log that fails ends nothing", { timeout: 10_000 }, async () => {
  function log(): void {
    throw new Error("no space left on the device");
  }
  await using server = serveHttp({ port: 0, log }, () => ({ status: 200 }));
  for (let count = 0; count < 2; count++) {
    const response = await fetch(`http://127.0.0.1:${server.addr.port}/`);
    await response.body?.cancel();
    assertEquals(response.status, 200);
  }
});

Deno.test("what comes while a client is slow is sent as soon as it is not", {
  timeout: 10_000,
}, async () => {
  const { promise: writing, resolve: goOn } = Promise.withResolvers<void>();
  const limits = withDefaults({ log: quiet });
  const { readable: body, writable } = new TransformStream();
  const connections = new ConnectionSet(limits, () => ({ status: 200, body }));
  const client = new FakeConnection(GET);
  client.writing = writing;
  connections.add(client.tcp);
  const writer = writable.getWriter();
  await writer.write(encoder.encode("first"));
  await pause(20);
  await writer.write(encoder.encode("second"));
  await pause(20);
  goOn();
  await pause(20);
  assert(client.written.endsWith("6\r\nsecond\r\n"), client.written);
  await writer.close();
  await connections.end();
});

Deno.test("who has taken an answer is not cut while the next is made", {
  timeout: 10_000,
}, async () => {
  const limits = withDefaults({ log: quiet, sendTimeoutMs: 100 });
  let handled = 0;
  const connections = new ConnectionSet(limits, async () => {
    if (++handled > 1) await pause(400);
    return { status: 204 };
  });
  const client = new FakeConnection(GET, GET);
  connections.add(client.tcp);
  await pause(600);
  assertEquals(client.isClosed, false);
  await connections.end();
  assertEquals(client.written.match(/HTTP\/1.1 204 /g)?.length, 2);
});
