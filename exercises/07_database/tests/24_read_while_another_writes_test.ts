import { DatabaseSync } from "node:sqlite";
import { get, start, suite, TempDir } from "../../../kit/mod.ts";
import { expectEntries, sign } from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { fileIn, run } from "./database_file.ts";

const test = suite(import.meta.url, {
  because: "with a write-ahead log, readers see the last commit meanwhile",
});

const LIKELY = "PRAGMA journal_mode = WAL is missing, or is set only for a " +
  "new file";

/** Reads the page of a file while another connection writes to it. */
async function readDuringWrite(
  database: string,
  ...earlier: readonly string[][]
): Promise<void> {
  await using server = await start(serve, { database, busyTimeoutMs: 100 });
  await sign(server, "Ada");
  using writer = new DatabaseSync(database);
  writer.exec("BEGIN EXCLUSIVE");
  const page = await server.exchange(get("/"));
  writer.exec("ROLLBACK");
  expectEntries(page, [["Ada"], ...earlier], LIKELY);
}

Deno.test(test("a reader does not wait for a writer", {}, async () => {
  await using directory = await TempDir.create();
  await readDuringWrite(fileIn(directory).database);
}));

Deno.test(test("a file without a log gets one", {
  because: "a file that a backup has made may have none",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  {
    await using server = await start(serve, { database });
    await sign(server, "Grace");
    await server.shutdown();
  }
  await using copy = await TempDir.create();
  const { database: backup } = fileIn(copy);
  run(database, `VACUUM INTO '${backup}'`);
  await readDuringWrite(backup, ["Grace"]);
}));
