import { start, suite } from "../../../kit/mod.ts";
import { expectYes, sayYes, serveWith } from "./yes.ts";

const test = suite(import.meta.url, {
  because:
    "RFC 9293 section 3.10.4: closing with unread input sends a reset, " +
    "which may destroy an answer that is still on its way",
  try: "deno task lab 01 --send 'can you hear me?' --split 4 --delay 500",
});

const TOO_EARLY =
  "the connection is closed while the client still sends: read " +
  "until null, then close";

Deno.test(
  test("the client reads the end of file, and may still send", {}, async () => {
    await using server = await start(serveWith(sayYes, { lingerMs: 60_000 }));
    const connection = await server.connect();
    await connection.send("a message that the handler does not read");
    await expectYes(connection, {
      "no end":
        "the server does not half-close: closeWrite() after onConnection",
      reset: TOO_EARLY,
    });
    // A server that has closed answers this with a reset, and the next fails.
    for (let more = 0; more < 20; more++) {
      await connection.sendPieces(["and more of it ".repeat(1000)], 1, {
        likely: { unread: TOO_EARLY },
      });
    }
  }),
);

Deno.test(
  test(
    "what the client still sends is read, then the server closes",
    {},
    async () => {
      await using server = await start(serveWith(sayYes, { lingerMs: 60_000 }));
      const connection = await server.connect();
      await expectYes(connection);
      // More than the kernel keeps for a server that does not read.
      await connection.send(new Uint8Array(16 * 1024 * 1024), {
        likely: { unread: "the server does not read after its answer" },
      });
      await connection.closeWrite();
      await server.closes(connection, {
        likely: { silence: "connection.close() is not called after the drain" },
      });
    },
  ),
);
