/**
 * Connections of the engine that end early: the client resets them, or they are
 * refused.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { connect } from "node:net";
import { ScriptProcess } from "../../solutions/04_cgi/script_process.ts";
import { serveHttp } from "../../engine/serve_http.ts";
import { FileStream } from "../../engine/files/file_stream.ts";

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
  name: "pipelined requests of a client that resets are not answered",
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
  name: "refused clients that reset leave nothing open",
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
  name: "a FileStream cannot be sent twice",
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
    assert(log.some((line) => line.includes("unlocked stream")), log.join());
    await Deno.remove(path);
  },
});

Deno.test({
  name: "a program can end at the moment when it is stopped",
  ignore: Deno.build.os === "windows",
  ...STRICT,
  fn: async () => {
    for (let round = 0; round < 60; round++) {
      // The times range from before its start to after its end.
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
    // It was stopped.
  }
  await program.ended;
  clearTimeout(timer);
}

Deno.test(
  "a log that throws does not end the server",
  { timeout: 10_000 },
  async () => {
    function log(): void {
      throw new Error("no space left on the device");
    }
    await using server = serveHttp({ port: 0, log }, () => ({ status: 200 }));
    for (let count = 0; count < 2; count++) {
      const response = await fetch(`http://127.0.0.1:${server.addr.port}/`);
      await response.body?.cancel();
      assertEquals(response.status, 200);
    }
  },
);
