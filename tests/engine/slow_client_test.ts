/**
 * Connections of the engine whose client does not receive its answer yet. The
 * rules of both engines are in `connection_ends_test.ts`; here the client is an
 * object in memory, so that each write can be held back.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { ConnectionSet } from "../../engine/connection_set.ts";
import { resolveOptions } from "../../engine/options.ts";
import { pause } from "../../kit/mod.ts";
import { FakeClient } from "./fake_client.ts";

const quiet = () => {};
const encoder = new TextEncoder();

/** Several ticks of the clock of a server with short timeouts. */
const TICKS_MS = 200;

const GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const turn = () => pause(0);

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
  // Long enough for some ticks of the clock.
  await pause(TICKS_MS);
  const ended = connections.end();
  // Longer than the turns that an idle connection gets before it is closed.
  await pause(TICKS_MS);
  assertEquals(client.isClosed, false);
  goOn();
  await ended;
  assert(client.written.endsWith("\r\n\r\nhello"), client.written);
  assertEquals(log, ['fake:1 "GET / HTTP/1.1" 200 5']);
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
