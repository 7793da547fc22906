/**
 * Connections of the engine whose client is slow or disconnects at a certain
 * moment, in particular while the server shuts down.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { ConnectionSet } from "../../engine/connection_set.ts";
import { resolveOptions } from "../../engine/options.ts";
import type { HttpResponse } from "../../engine/serve_http.ts";
import { pause } from "../../kit/mod.ts";
import { FakeClient } from "./fake_client.ts";

const quiet = () => {};
const encoder = new TextEncoder();

const GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const turn = () => pause(0);

Deno.test(
  "a stream is cancelled if its client disconnects when it is returned",
  { timeout: 10_000 },
  async () => {
    const { promise: response, resolve } = Promise.withResolvers<
      HttpResponse
    >();
    const { promise: cancelled, resolve: cancel } = Promise.withResolvers<
      void
    >();
    const options = resolveOptions({ log: quiet });
    const connections = new ConnectionSet(options, () => response);
    const client = new FakeClient(GET);
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
  const options = resolveOptions({
    log: (line) => log.push(line),
    lingerMs: 20,
  });
  const connections = new ConnectionSet(options, () => ({
    status: 200,
    headers: { "Content-Length": "5" },
    // The stream ends after its first chunk has begun to be written.
    body: new ReadableStream({
      start: (controller) => controller.enqueue(encoder.encode("hello")),
      async pull(controller) {
        await turn();
        await turn();
        controller.close();
      },
    }, { highWaterMark: 0 }),
  }));
  const client = new FakeClient(GET);
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

Deno.test("a client that has not received its answer is not idle", {
  timeout: 10_000,
}, async () => {
  const { promise: writing, resolve: goOn } = Promise.withResolvers<void>();
  const log: string[] = [];
  const options = resolveOptions({
    log: (line) => log.push(line),
    idleTimeoutMs: 100,
  });
  const connections = new ConnectionSet(options, () => ({ status: 204 }));
  const client = new FakeClient(GET);
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

Deno.test("shutdown waits until an answer has been received", {
  timeout: 10_000,
}, async () => {
  const { promise: writing, resolve: goOn } = Promise.withResolvers<void>();
  const options = resolveOptions({ log: quiet });
  const connections = new ConnectionSet(options, () => ({ status: 204 }));
  const client = new FakeClient(GET);
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

Deno.test("a client that has not received an answer gets no further one", {
  timeout: 10_000,
}, async () => {
  const { promise: writing, resolve: goOn } = Promise.withResolvers<void>();
  const options = resolveOptions({ log: quiet });
  let handled = 0;
  const connections = new ConnectionSet(options, () => {
    handled++;
    return { status: 204 };
  });
  const client = new FakeClient(GET, GET, GET);
  client.writing = writing;
  connections.add(client.tcp);
  for (let count = 0; count < 5; count++) await turn();
  assertEquals(handled, 1);
  goOn();
  while (handled < 3) await turn();
  await connections.end();
  assertEquals(client.written.match(/HTTP\/1.1 204 /g)?.length, 3);
});

Deno.test("an answer that is cut is logged as cut", {
  timeout: 10_000,
}, async () => {
  const log: string[] = [];
  const options = resolveOptions({ log: (line) => log.push(line) });
  const body = new Uint8Array(100_000);
  const connections = new ConnectionSet(options, () => ({ status: 200, body }));
  const client = new FakeClient(GET);
  client.writing = Promise.reject(new Deno.errors.ConnectionReset("reset"));
  client.writing.catch(quiet);
  connections.add(client.tcp);
  await turn();
  assertEquals(client.isClosed, true);
  assertEquals(log, ['fake:1 "GET / HTTP/1.1" 200 cut']);
  await connections.end();
});

Deno.test("an answer of any length is logged when it has been sent", {
  timeout: 10_000,
}, async () => {
  const log: string[] = [];
  const options = resolveOptions({ log: (line) => log.push(line) });
  for (const length of [10, 100_000, 1_000_000]) {
    const body = new Uint8Array(length);
    const answer = () => ({ status: 200, body });
    const connections = new ConnectionSet(options, answer);
    connections.add(new FakeClient(GET).tcp);
    for (let count = 0; count < 5; count++) await turn();
    assertEquals(log.splice(0), [`fake:1 "GET / HTTP/1.1" 200 ${length}`]);
    await connections.end();
  }
});

Deno.test(
  "a stream whose cancel() never finishes does not delay shutdown",
  { timeout: 10_000 },
  async () => {
    const body = new ReadableStream({ cancel: () => new Promise<void>(quiet) });
    const options = resolveOptions({
      log: quiet,
      shutdownGraceMs: 0,
      lingerMs: 20,
    });
    const connections = new ConnectionSet(
      options,
      () => ({ status: 204, body }),
    );
    const client = new FakeClient(GET);
    connections.add(client.tcp);
    await turn();
    await connections.end();
    assert(client.isClosed);
  },
);

Deno.test(
  "a chunk that arrives while the client is slow is sent as soon as possible",
  {
    timeout: 10_000,
  },
  async () => {
    const { promise: writing, resolve: goOn } = Promise.withResolvers<void>();
    const options = resolveOptions({ log: quiet });
    const { readable: body, writable } = new TransformStream();
    const connections = new ConnectionSet(
      options,
      () => ({ status: 200, body }),
    );
    const client = new FakeClient(GET);
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
  },
);

Deno.test(
  "a client that has received an answer is not cut while the next one is made",
  {
    timeout: 10_000,
  },
  async () => {
    const options = resolveOptions({ log: quiet, sendTimeoutMs: 100 });
    let handled = 0;
    const connections = new ConnectionSet(options, async () => {
      if (++handled > 1) await pause(400);
      return { status: 204 };
    });
    const client = new FakeClient(GET, GET);
    connections.add(client.tcp);
    await pause(600);
    assertEquals(client.isClosed, false);
    await connections.end();
    assertEquals(client.written.match(/HTTP\/1.1 204 /g)?.length, 2);
  },
);
