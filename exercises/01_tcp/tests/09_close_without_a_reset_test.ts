import { start, suite } from "../../../kit/mod.ts";
import { expectYes, sayYes, serveWith } from "./yes.ts";

const test = suite(import.meta.url, {
  because:
    "RFC 9293 section 3.10.4: closing with unread input sends a reset, " +
    "which may destroy an answer that is still on its way",
});

const CLOSED = "connection.close() right after the handler: half-close, read " +
  "until null, then close";

Deno.test(
  test(
    "a handler that never reads still gets its answer through",
    {},
    async () => {
      await using server = await start(serveWith(sayYes));
      const connection = await server.connect();
      await connection.send("a message that the handler does not read");
      await expectYes(connection, { reset: CLOSED });
      // A server that has closed answers this with a reset, and the next fails.
      for (let more = 0; more < 20; more++) {
        await connection.sendPieces(["and more of it ".repeat(1000)], 1, {
          likely: { unread: CLOSED },
        });
      }
      await connection.closeWrite();
      await server.closes(connection, {
        likely: { silence: "the connection is not closed after the drain" },
      });
    },
  ),
);

Deno.test(
  test("what the client still sends is read and thrown away", {}, async () => {
    await using server = await start(serveWith(sayYes, { lingerMs: 60_000 }));
    const connection = await server.connect();
    await expectYes(connection);
    // More than the kernel keeps for a server that does not read.
    await connection.send(new Uint8Array(16 * 1024 * 1024), {
      likely: {
        unread:
          "the server does not read until null after its answer, or stops " +
          "too early",
      },
    });
    await connection.closeWrite();
    await server.closes(connection);
  }),
);
