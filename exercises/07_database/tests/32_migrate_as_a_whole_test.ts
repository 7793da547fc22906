import { DatabaseSync } from "node:sqlite";
import {
  expectStatus,
  expectValue,
  get,
  start,
  suite,
  TempDir,
  variant,
} from "../../../kit/mod.ts";
import { expectEntries, forEachRow, sign } from "../guestbook_client.ts";
import { serve } from "../server.ts";
import {
  AS_VERSION_1,
  AS_VERSION_2,
  expectMigrated,
  fileIn,
  inspect,
  run,
  SHOWN_VERSION_1,
  VERSION_1,
} from "./database_file.ts";

const test = suite(import.meta.url, {
  because: "a process may end between any two statements, and within one: " +
    "only committed transactions are in the file",
});

/** What makes a step fail, and how it is removed. */
const OBSTACLES = {
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
};

Deno.test(
  test("a migration that fails leaves the file as it was", {}, async () => {
    await forEachRow(OBSTACLES, async ({ obstacle, remedy, columns }) => {
      await using directory = await TempDir.create();
      const { database } = fileIn(directory);
      run(database, VERSION_1);
      run(database, obstacle);
      await using server = await start(serve, { database });
      await server.exchange(get("/"));
      const found = inspect(database);
      // There are several ways to migrate, and the obstacle may be in none.
      if (found.version === 2) return expectMigrated(database);
      const wanted = { ...AS_VERSION_1, columns };
      expectValue("the file, after a step has failed,", found, wanted, {
        likely: "the steps are not in one transaction: BEGIN IMMEDIATE, the " +
          "steps, PRAGMA user_version, COMMIT",
      });
      run(database, remedy);
      expectEntries(await server.exchange(get("/")), SHOWN_VERSION_1);
      expectMigrated(database);
    });
  }),
);

Deno.test(
  test("after a kill at any moment, the next process goes on", {}, async () => {
    await forEachRow({
      "a new file": { sql: "", entries: "" },
      "version 1": { sql: VERSION_1, entries: AS_VERSION_2.entries },
    }, async ({ sql, entries }) => {
      await using directory = await TempDir.create();
      const { database } = fileIn(directory);
      // While this connection is open, the log is not removed.
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
        await variant(
          `after ${count} of ${logs.length - 1} writes`,
          async () => {
            await expectGoesOn({ before, log, entries });
          },
        );
      }
    });
  }),
);

/** A file and its log after a kill, and the entries that it had before. */
interface Killed {
  before: Uint8Array<ArrayBuffer>;
  log: Uint8Array<ArrayBuffer>;
  entries: string;
}

/** Expects that a server finishes the migration. */
async function expectGoesOn({ before, log, entries }: Killed): Promise<void> {
  await using copy = await TempDir.create({
    "guestbook.db": before,
    "guestbook.db-wal": log,
  });
  const { database } = fileIn(copy);
  await using server = await start(serve, { database });
  expectStatus(await server.exchange(get("/")), 200, {
    likely: "the table is changed in one transaction, and the version is set " +
      "in another",
  });
  const found = inspect(database);
  expectValue("the version of the file", found.version, 2);
  const kept = found.entries.slice(0, entries.length);
  expectValue("what was in the file", kept, entries);
}

/** The log as it is after each write: a process may be killed at any of them. */
function cutLog(log: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
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
