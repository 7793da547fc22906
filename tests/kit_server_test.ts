/**
 * The server under test: silence, a missing server, a shutdown that fails.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  Connection,
  Moment,
  scriptedPeer,
  start,
  toBytes,
  Traffic,
  within,
} from "../kit/mod.ts";
import { checked, failureOf, REQUEST, serverOf } from "./kit_suite.ts";

Deno.test({
  ...checked,
  name: "a server can be made to accept late, and its setNoDelay() is seen",
  async fn() {
    using traffic = new Traffic();
    using opened = new Moment("the server may accept");
    traffic.gate = opened.promise;
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const accepting = listener.accept();
    const { port } = listener.addr as Deno.NetAddr;
    using _client = await Deno.connect({ hostname: "127.0.0.1", port });
    const early = Symbol();
    assertEquals(await within(accepting, 20, early), early);
    opened.happen();
    const connection = await accepting;
    assertEquals([traffic.noDelay, traffic.open], [0, 1]);
    connection.setNoDelay();
    assertEquals(traffic.noDelay, 1);
    connection.close();
    assertEquals(traffic.open, 0);
  },
});

Deno.test({
  ...checked,
  name: "a server that falls silent is told so, before and within the answer",
  async fn() {
    for (
      const [answer, words] of [
        ["", "the server sent nothing"],
        ["HTTP/1.1 200 OK\r\n", "fell silent in the header section"],
        ["HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", "after 2 of the 3"],
        ["HTTP/1.1 200 OK\r\n\r\nab", "the body does not end"],
      ]
    ) {
      const over = Promise.withResolvers<void>();
      const { message } = await failureOf(async () => {
        const serve = serverOf(async (connection) => {
          if (answer) await connection.write(toBytes(answer));
          await over.promise;
        });
        await using server = await start(serve);
        const connection = await server.connect({ silenceMs: 100 });
        await connection.send(REQUEST);
        try {
          await connection.readResponse();
        } finally {
          over.resolve();
        }
      });
      assertStringIncludes(message, words);
      assertStringIncludes(message, "for 100 ms)");
    }
  },
});

Deno.test({
  ...checked,
  name: "what the server throws is shown with the learner's stack",
  async fn() {
    const { message } = await failureOf(async () => {
      await start(() => {
        throw new TypeError("broken");
      });
    }, { likely: { silence: "another mistake" } });
    assertStringIncludes(message, "serve() threw instead of listening");
    assertStringIncludes(message, "\n  threw     TypeError: broken");
    assert(!message.includes("another mistake"), message);
  },
});

Deno.test({
  ...checked,
  name: "what serve returns must be a server that listens",
  async fn() {
    const nothing = await failureOf(async () => {
      await start(() => undefined as never);
    });
    assertStringIncludes(nothing.message, "serve() returned undefined");
    const closed = await failureOf(async () => {
      const peer = scriptedPeer(async () => {});
      await peer[Symbol.asyncDispose]();
      await Connection.open(peer.addr);
    });
    assertStringIncludes(closed.message, "no server listens on 127.0.0.1:");
  },
});

Deno.test({
  ...checked,
  name: "a shutdown that does not end, and one that throws, are told in words",
  async fn() {
    const peer = scriptedPeer(async () => {});
    const never = new Promise<void>(() => {});
    const hanging = await failureOf(async () => {
      await using _server = await start(() => ({
        addr: peer.addr,
        finished: never,
        shutdown: () => never,
        [Symbol.asyncDispose]: () => never,
      }));
    });
    assertStringIncludes(hanging.message, "shutdown() has not ended within");
    const throwing = await failureOf(async () => {
      await using _server = await start(() => ({
        addr: peer.addr,
        finished: never,
        shutdown: () => Promise.reject(new Error("no")),
        [Symbol.asyncDispose]: () => never,
      }));
    });
    assertStringIncludes(throwing.message, "shutdown() threw");
    await peer[Symbol.asyncDispose]();
  },
});

Deno.test({
  ...checked,
  name:
    "a reset by the client, and one by the server, are seen as what they are",
  async fn() {
    const seen = Promise.withResolvers<string>();
    await using peer = scriptedPeer(async (connection) => {
      try {
        await connection.read(new Uint8Array(10));
        await connection.read(new Uint8Array(10));
        seen.resolve("an end of file");
      } catch (error) {
        seen.resolve((error as Error).name);
      }
    });
    const connection = await Connection.open(peer.addr, { canReset: true });
    await connection.send("x");
    await connection.reset();
    assertEquals(await seen.promise, "ConnectionReset");
  },
});
