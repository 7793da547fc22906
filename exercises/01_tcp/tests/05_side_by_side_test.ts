import { start, suite } from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { askServer, expectYes } from "./yes.ts";

const LIKELY = {
  silence: "the accept loop awaits onConnection: start it without await, and " +
    "accept the next client",
};

const test = suite(import.meta.url, {
  because:
    "the queue: accept() returns a waiting client as soon as it is called",
});

Deno.test(
  test(
    "a second client is served while the first says nothing",
    {},
    async () => {
      await using server = await start(serve);
      const silent = await server.connect();
      await askServer(server, LIKELY);
      await silent.send("now I do");
      await expectYes(silent);
    },
  ),
);

Deno.test(test("fifty clients are served side by side", {}, async () => {
  await using server = await start(serve);
  const clients = await Promise.all(
    Array.from({ length: 50 }, () => server.connect()),
  );
  // In reverse, so that a server needs all of them at once.
  for (const client of clients.toReversed()) {
    await client.send("hello");
    await client.readUntil("Yes", { likely: LIKELY });
  }
}));
