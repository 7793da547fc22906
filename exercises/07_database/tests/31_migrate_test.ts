import { get, start, suite, TempDir } from "../../../kit/mod.ts";
import { expectEntries, sign } from "../guestbook_client.ts";
import { serve } from "../server.ts";
import {
  expectMigrated,
  expectNewFile,
  fileIn,
  run,
  SHOWN_VERSION_1,
  VERSION_1,
} from "./database_file.ts";

const test = suite(import.meta.url, {
  because: "after an update, the entries of the older release are still there",
});

Deno.test(test("a file of version 1 becomes one of version 2", {}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  run(database, VERSION_1);
  await using server = await start(serve, { database });
  const likely = "CREATE TABLE IF NOT EXISTS does nothing to a table of " +
    "version 1: look at PRAGMA user_version, and take step after step; the " +
    "newest entry has the highest id";
  const page = await server.exchange(get("/"));
  expectEntries(page, SHOWN_VERSION_1, likely);
  expectMigrated(database);
  await sign(server, "Alan");
  const shown = [["Alan", "Hello"], ...SHOWN_VERSION_1];
  expectEntries(await server.exchange(get("/")), shown);
}));

Deno.test(test("an empty file becomes one of version 2", {}, async () => {
  await using directory = await TempDir.create({ "guestbook.db": "" });
  const { database } = fileIn(directory);
  await using server = await start(serve, { database });
  const before = Date.now();
  await sign(server, "Ada");
  expectNewFile(database, before);
}));
