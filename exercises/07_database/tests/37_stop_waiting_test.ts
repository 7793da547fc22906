import { DatabaseSync } from "node:sqlite";
import { get, pause, start, suite, TempDir } from "../../../kit/mod.ts";
import { ADA, expectEntries, sign, submit } from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { fileIn } from "./database_file.ts";
import { pauseUndisturbed } from "./undisturbed.ts";

const test = suite(import.meta.url, {
  because:
    "request.signal aborts when the client has gone, or the server stops",
});

/** Longer than a request rests before it tries again, in milliseconds. */
const REST_MS = 200;

Deno.test(
  test("an entry of a client that has gone is not stored", {}, async () => {
    await using directory = await TempDir.create();
    const { database } = fileIn(directory);
    await using server = await start(serve, { database });
    await sign(server, "First");
    using writer = new DatabaseSync(database);
    writer.exec("BEGIN IMMEDIATE");
    const waiting = await server.connect({ canReset: true });
    await waiting.send(submit(ADA));
    await pauseUndisturbed();
    await waiting.reset();
    // A server that has answered these has seen the reset, too.
    for (let count = 0; count < 3; count++) {
      expectEntries(await server.exchange(get("/")), [["First"]]);
    }
    writer.exec("ROLLBACK");
    await pause(REST_MS);
    expectEntries(
      await server.exchange(get("/")),
      [["First"]],
      "the wait ignores request.signal: setTimeout of node:timers/promises " +
        "takes it, and throws when it aborts",
    );
  }),
);
