/**
 * The suite of stage 07, task 10: a file that is new, that an older release has
 * made, or that is not ours.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import {
  expectStatus,
  expectThat,
  expectValue,
  Failure,
  get,
  pause,
  start,
  suite,
  TempDir,
  variant,
} from "../../kit/mod.ts";
import {
  AS_VERSION_1,
  AS_VERSION_2,
  expectMigrated,
  fileIn,
  inspect,
  NOT_OURS,
  run,
  SHOWN_VERSION_1,
  VERSION_1,
} from "./database_file.ts";
import {
  ADA,
  ask,
  expectEntries,
  forEachRow,
  OUT_OF_ORDER,
  sign,
  startProgram,
  submit,
} from "./guestbook_client.ts";
import { serve } from "./server.ts";

const task = suite(import.meta.url);

/** Long enough for a process to have looked at the file. */
const PAUSE_MS = 300;

Deno.test(task(10, "a new file is of version 2", {
  because: "another release, and the CGI program, have to find their way",
  likely: "PRAGMA user_version is not set, or the table is another: it " +
    "stands in the README",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using server = await start(serve, { database });
  const before = Date.now();
  await sign(server, "Ada");
  const { version, columns, entries } = inspect(database);
  expectValue("PRAGMA user_version", version, 2);
  expectValue("the columns of entry", columns, AS_VERSION_2.columns);
  const posted = Number(entries.replace("Ada ", ""));
  const isNow = posted >= before - 1 && posted <= Date.now();
  expectThat(isNow, `posted is ${posted}`, {
    expected: `the time in milliseconds since 1970: ${Date.now()}`,
  });
}));

Deno.test(task(10, "a file of version 1 becomes one of version 2", {
  because: "whoever installs a new release has entries of the old one",
  likely: "CREATE TABLE IF NOT EXISTS does nothing to a table of version 1: " +
    "look at PRAGMA user_version, and go from step to step; and the newest " +
    "entry is that with the highest id: many are of one second",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  run(database, VERSION_1);
  await using server = await start(serve, { database });
  expectEntries(await server.exchange(get("/")), SHOWN_VERSION_1);
  expectMigrated(database);
  await sign(server, "Alan");
  const shown = [["Alan", "Hello"], ...SHOWN_VERSION_1];
  expectEntries(await server.exchange(get("/")), shown);
}));

Deno.test(task(10, "a migration that fails leaves the file as it was", {
  because: "what is half of version 1 and half of version 2 is of use to none",
  likely: "the steps are not in one transaction: BEGIN IMMEDIATE, the steps, " +
    "PRAGMA user_version, COMMIT",
}, async () => {
  await forEachRow({
    "UPDATE fails": {
      obstacle: `CREATE TRIGGER obstacle BEFORE UPDATE ON entry
                 BEGIN SELECT RAISE(ABORT, 'an obstacle'); END`,
      remedy: "DROP TRIGGER obstacle",
      columns: AS_VERSION_1.columns,
    },
    "ALTER TABLE fails": {
      obstacle: "ALTER TABLE entry ADD COLUMN message TEXT",
      remedy: "ALTER TABLE entry DROP COLUMN message",
      columns: AS_VERSION_2.columns,
    },
  }, async ({ obstacle, remedy, columns }) => {
    await using directory = await TempDir.create();
    const { database } = fileIn(directory);
    run(database, VERSION_1);
    run(database, obstacle);
    await using server = await start(serve, { database });
    await server.exchange(get("/"));
    const found = inspect(database);
    // There is more than one way to migrate, and the obstacle may be in none.
    if (found.version === 2) return expectMigrated(database);
    const wanted = { ...AS_VERSION_1, columns };
    expectValue("the file, after a step has failed,", found, wanted);
    run(database, remedy);
    expectEntries(await server.exchange(get("/")), SHOWN_VERSION_1);
    expectMigrated(database);
  });
}));

Deno.test(task(10, "whenever a process is killed, the next one goes on", {
  because: "a process may end between any two statements, and in the middle " +
    "of one: what is in the file are the transactions that were committed",
  likely:
    "the table is made, or changed, in one transaction, and the version " +
    "is set in another: what is killed between them leaves a file that nobody " +
    "takes for what it is",
}, async () => {
  await forEachRow({
    "a new file": { sql: "", entries: "" },
    "version 1": { sql: VERSION_1, entries: AS_VERSION_2.entries },
  }, async ({ sql, entries }) => {
    await using directory = await TempDir.create();
    const { database } = fileIn(directory);
    // While this is open, nobody removes the log.
    using keeper = new DatabaseSync(database);
    keeper.exec(`PRAGMA journal_mode = WAL; ${sql}`);
    keeper.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    const before = await Deno.readFile(database);
    {
      await using server = await start(serve, { database });
      await sign(server, "Alan");
    }
    const logs = cutLog(await Deno.readFile(`${database}-wal`));
    for (const [count, log] of logs.entries()) {
      await variant(`after ${count} of ${logs.length - 1} writes`, async () => {
        await using copy = await TempDir.create({
          "guestbook.db": before,
          "guestbook.db-wal": log,
        });
        const { database } = fileIn(copy);
        await using server = await start(serve, { database });
        expectStatus(await server.exchange(get("/")), 200);
        const found = inspect(database);
        expectValue("the version of the file", found.version, 2);
        const kept = found.entries.slice(0, entries.length);
        expectValue("what was in the file", kept, entries);
      });
    }
  });
}));

/** What a process has written into the log when it is killed sooner or later. */
function cutLog(log: Uint8Array): Uint8Array[] {
  const header = 32;
  if (log.length < header) return [log];
  // "The WAL File Format" of SQLite: a header, then frames of a page each.
  const pageSize = new DataView(log.buffer, log.byteOffset).getUint32(8);
  const count = (log.length - header) / (24 + pageSize);
  return Array.from(
    { length: count + 1 },
    (_, index) => log.subarray(0, header + index * (24 + pageSize)),
  );
}

Deno.test(task(10, "two processes that come at the same time do it once", {
  because: "between looking and BEGIN IMMEDIATE, another may do the work",
  likely: "the version is read before the transaction begins, and not again " +
    "within it",
}, async () => {
  await forEachRow({
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
    // Both have looked at the version meanwhile, and wait.
    await pause(PAUSE_MS);
    writer.exec("ROLLBACK");
    for (const answer of await Promise.all(answers)) {
      expectEntries(answer, shown);
    }
    if (sql === VERSION_1) expectMigrated(database);
  });
}));

Deno.test(task(10, "a file that is not of this guestbook is left alone", {
  because: "what a newer release has stored, an older one would destroy",
  likely: "any version that is not 0 or 1 is taken for 2; or the table is " +
    "made in whatever database there is: a new file has no tables",
}, async () => {
  await forEachRow(NOT_OURS, async (sql) => {
    await using directory = await TempDir.create();
    const { database } = fileIn(directory);
    run(database, sql);
    const before = await Deno.readFile(database);
    await using server = await start(serve, { database });
    for (const request of [get("/"), submit(ADA)]) {
      const response = await server.exchange(request);
      const isRefused = OUT_OF_ORDER.includes(response.status);
      if (!isRefused) expectStatus(response, 500);
    }
    await server.shutdown();
    expectUnchanged(await Deno.readFile(database), before);
  });
}));

/** Expects that a file has the bytes that it had. */
function expectUnchanged(after: Uint8Array, before: Uint8Array): void {
  const at = after.findIndex((byte, index) => byte !== before[index]);
  if (at < 0 && after.length === before.length) return;
  const place = at < 0 ? after.length : at;
  throw new Failure(`the file was changed, from byte ${place} on`, {
    expected: "a file with the bytes that it had",
    // The format version of the header: 1, or 2 with a write-ahead log.
    likely: place === 18
      ? "PRAGMA journal_mode = WAL changes the file: look at the version first"
      : undefined,
  });
}
