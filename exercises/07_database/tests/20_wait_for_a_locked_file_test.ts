import { DatabaseSync } from "node:sqlite";
import { get, pause, suite, TempDir } from "../../../kit/mod.ts";
import {
  ADA,
  ask,
  expectEntries,
  expectStored,
  sign,
  startProgram,
  submit,
} from "../guestbook_client.ts";
import { expectFile, fileIn } from "./database_file.ts";

const test = suite(import.meta.url, {
  because: "SQLite lets one connection write at a time; another one is told " +
    "SQLITE_BUSY",
});

/** Longer than a server waits that tries again only once or twice. */
const LOCKED_MS = 250;

Deno.test(
  test(
    "an entry waits for a file that is locked for a moment",
    {},
    async () => {
      await using directory = await TempDir.create();
      const { database } = fileIn(directory);
      // A program: SQLite may wait in its only thread, and block everything else.
      await using program = startProgram(database);
      await sign(program, "First");
      expectFile(database);
      using writer = new DatabaseSync(database);
      writer.exec("BEGIN IMMEDIATE");
      const [response] = await Promise.all([
        ask(program, submit(ADA)),
        pause(LOCKED_MS).then(() => writeSecond(writer)),
      ]);
      expectStored(
        response,
        "/",
        response.status >= 500
          ? "the request does not wait, or not for 5000 ms: PRAGMA busy_timeout " +
            "is 0 by default; or the number of the next entry is found in a " +
            "statement of its own: id INTEGER PRIMARY KEY finds it"
          : undefined,
      );
      const shown = [["Ada"], ["Second"], ["First"]];
      expectEntries(await ask(program, get("/")), shown);
    },
  ),
);

/** Ends a transaction with an entry of its own. */
function writeSecond(writer: DatabaseSync): void {
  writer.prepare(
    "INSERT INTO entry (firstname, message, posted) VALUES (?, ?, ?)",
  ).run("Second", "Hello", Date.now());
  writer.exec("COMMIT");
}
