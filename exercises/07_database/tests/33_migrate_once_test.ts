import { DatabaseSync } from "node:sqlite";
import { get, pause, suite, TempDir } from "../../../kit/mod.ts";
import {
  ask,
  expectEntries,
  sideBySide,
  startProgram,
} from "../guestbook_client.ts";
import {
  expectMigrated,
  fileIn,
  run,
  SHOWN_VERSION_1,
  VERSION_1,
} from "./database_file.ts";

const test = suite(import.meta.url, {
  because: "between reading the version and BEGIN IMMEDIATE, another process " +
    "may migrate the file",
});

/** Long enough for a process to have looked at the file. */
const PAUSE_MS = 150;

Deno.test(test("two processes at the same time migrate once", {}, async () => {
  await sideBySide({
    "a new file": { sql: "", shown: [] },
    "version 1": { sql: VERSION_1, shown: SHOWN_VERSION_1 },
  }, async ({ sql, shown }) => {
    await using directory = await TempDir.create();
    const { database } = fileIn(directory);
    run(database, `PRAGMA journal_mode = WAL; ${sql}`);
    await using one = startProgram(database);
    await using other = startProgram(database);
    await Promise.all([one.url(), other.url()]);
    using writer = new DatabaseSync(database);
    writer.exec("BEGIN IMMEDIATE");
    const answers = [ask(one, get("/")), ask(other, get("/"))];
    // Meanwhile both have read the version, and wait.
    await pause(PAUSE_MS);
    writer.exec("ROLLBACK");
    for (const answer of await Promise.all(answers)) {
      expectEntries(
        answer,
        shown,
        "the version is read before the transaction begins, and not again " +
          "within it",
      );
    }
    if (sql === VERSION_1) expectMigrated(database);
  });
}));
