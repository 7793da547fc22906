import { type Connection, expectThat, start, suite } from "../../../kit/mod.ts";
import { expectYes, sayYes, serveWith } from "./yes.ts";

const test = suite(import.meta.url);

Deno.test(
  test("a client that never ends is closed after lingerMs", {}, async () => {
    await using server = await start(serveWith(sayYes, { lingerMs: 10 }));
    const connection = await server.connect();
    await expectYes(connection);
    // Less than the default of 1000 ms, which would hide a wrong option.
    const giveUp = Date.now() + 900;
    while (await takesMore(connection)) {
      expectThat(Date.now() < giveUp, "the server still reads after 900 ms", {
        expected:
          "10 ms after the answer, with lingerMs: 10, the server closes",
        likely:
          "the drain has no deadline, or does not take lingerMs from the " +
          "options",
      });
    }
    await server.shutdown();
    expectThat(server.log.length === 0, "the end of the drain was logged", {
      expected: "no line of the log: the server itself has closed",
    });
  }),
);

Deno.test(test("a client that ends is closed at once", {}, async () => {
  await using server = await start(serveWith(sayYes, { lingerMs: 60_000 }));
  const connection = await server.connect();
  await expectYes(connection);
  await connection.closeWrite();
  await server.closes(connection, {
    expected: "the server closes when the client has ended, not after lingerMs",
    likely: { silence: "the server waits for lingerMs in any case" },
  });
}));

/** Whether the server still takes what the client sends. */
async function takesMore(connection: Connection): Promise<boolean> {
  try {
    await connection.sendPieces(["still talking"], 5);
    return true;
  } catch {
    return false;
  }
}
