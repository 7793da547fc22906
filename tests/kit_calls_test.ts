/**
 * The kit watches the server's own calls: they explain silence, a write that is not
 * awaited, and a loop that does not end.
 *
 * @module
 */

import { assertStringIncludes } from "@std/assert";
import { type RunningServer, slowWrites, start, toBytes } from "../kit/mod.ts";
import { checked, failureOf } from "./kit_suite.ts";

/** A server with a handler, written as a learner might. */
function serverWith(
  handler: (connection: Deno.TcpConn) => Promise<void>,
): () => RunningServer {
  return () => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const finished = (async () => {
      for await (const connection of listener) {
        await handler(connection);
        connection.close();
      }
    })();
    function shutdown() {
      listener.close();
      return finished;
    }
    const addr = listener.addr as Deno.NetAddr;
    return { addr, finished, shutdown, [Symbol.asyncDispose]: shutdown };
  };
}

Deno.test({
  ...checked,
  name: "a loop that reads on after the end of file is named and ended",
  async fn() {
    const { message } = await failureOf(async () => {
      await using server = await start(serverWith(async (connection) => {
        while (await connection.read(new Uint8Array(9)) !== 0);
      }));
      const connection = await server.connect();
      await connection.closeWrite();
      await connection.readToEnd();
    });
    assertStringIncludes(message, "read() has returned null 1000 times");
    assertStringIncludes(
      message,
      "\n              at tests/kit_calls_test.ts:",
    );
  },
});

Deno.test({
  ...checked,
  name: "a loop that accepts on a closed listener is named and ended",
  async fn() {
    const { message } = await failureOf(async () => {
      const listener = Deno.listen({ port: 0 });
      listener.close();
      for (;;) await listener.accept().catch(() => {});
    });
    assertStringIncludes(message, "accept() is called on a closed listener");
  },
});

Deno.test({
  ...checked,
  name: "a write that is not awaited is named",
  async fn() {
    const { message } = await failureOf(async () => {
      slowWrites();
      await using server = await start(serverWith(async (connection) => {
        await connection.read(new Uint8Array(9));
        connection.write(toBytes("Yes")).catch(() => {});
      }));
      await server.exchange("GET");
    });
    const words = "\n  likely    the connection was closed while write() was " +
      "still sending: await each write() before you close\n";
    assertStringIncludes(message, words);
  },
});

Deno.test({
  ...checked,
  name: "silence is explained by the server's own calls",
  async fn() {
    const servers: [string, (connection: Deno.TcpConn) => Promise<void>][] = [
      ["read all 3 bytes, wrote 0, waits in read()", async (connection) => {
        while (await connection.read(new Uint8Array(9)) !== null);
      }],
      ["read 0 of 3 bytes, wrote 2, has not closed", async (connection) => {
        await connection.write(toBytes("hi"));
        await new Promise((resolve) => setTimeout(resolve, 200));
      }],
    ];
    for (const [words, handler] of servers) {
      const { message } = await failureOf(async () => {
        await using server = await start(serverWith(handler));
        const connection = await server.connect({ silenceMs: 50 });
        await connection.send("GET");
        await connection.readToEnd();
      });
      assertStringIncludes(message, `\n  server    ${words}\n`);
    }
  },
});

Deno.test({
  ...checked,
  name: "a client that is not accepted is named",
  async fn() {
    const { message } = await failureOf(async () => {
      await using server = await start(serverWith(async (connection) => {
        await connection.read(new Uint8Array(9));
      }));
      await server.connect();
      const second = await server.connect({ silenceMs: 50 });
      await second.readToEnd();
    });
    const words =
      "\n  server    has not accepted this connection, and does not " +
      "wait in accept()\n";
    assertStringIncludes(message, words);
  },
});
