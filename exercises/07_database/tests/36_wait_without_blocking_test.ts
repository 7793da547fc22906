import { DatabaseSync } from "node:sqlite";
import { get, start, suite, TempDir, variant } from "../../../kit/mod.ts";
import {
  ADA,
  expectEntries,
  expectStored,
  sign,
  submit,
} from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { fileIn } from "./database_file.ts";
import { pauseUndisturbed } from "./undisturbed.ts";

const test = suite(import.meta.url, {
  because: "SQLite waits in the only thread that JavaScript has",
});

Deno.test(
  test("while one entry waits, other requests are served", {}, async () => {
    await using directory = await TempDir.create();
    const { database } = fileIn(directory);
    await using server = await start(serve, { database, busyTimeoutMs: 1500 });
    await sign(server, "First");
    using writer = new DatabaseSync(database);
    writer.exec("BEGIN IMMEDIATE");
    const waiting = await server.connect();
    await waiting.send(submit(ADA));
    await pauseUndisturbed();
    await variant("the page meanwhile", async () => {
      expectEntries(await server.exchange(get("/")), [["First"]]);
    });
    writer.exec("COMMIT");
    await variant("the entry, when the file is free again", async () => {
      expectStored(await waiting.readResponse());
    });
  }),
);
