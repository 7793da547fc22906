import {
  Failure,
  get,
  start,
  suite,
  TempDir,
  variant,
} from "../../../kit/mod.ts";
import {
  ADA,
  expectEntries,
  expectStored,
  forEachRow,
  submit,
} from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { fileIn, NOT_OURS, run } from "./database_file.ts";
import { expectLogged, expectTrouble } from "./trouble.ts";

const test = suite(import.meta.url, {
  because: "an older release would destroy the data of a newer one",
});

Deno.test(
  test(
    "a file of another program or a newer release is unchanged",
    {},
    async () => {
      await forEachRow(NOT_OURS, async (sql) => {
        await using directory = await TempDir.create();
        const { database } = fileIn(directory);
        run(database, sql);
        const before = await Deno.readFile(database);
        {
          await using server = await start(serve, { database });
          await server.exchange(get("/"));
          await server.exchange(submit(ADA));
          await server.shutdown();
        }
        expectUnchanged(await Deno.readFile(database), before);
      });
    },
  ),
);

Deno.test(
  test(
    "such a file is reported, and another one may replace it",
    {},
    async () => {
      await forEachRow(NOT_OURS, async (sql) => {
        await using directory = await TempDir.create();
        const { database } = fileIn(directory);
        run(database, sql);
        await using server = await start(serve, { database });
        expectTrouble(await server.exchange(get("/")), database);
        expectLogged(server, database, 1);
        const response = await server.exchange(submit(ADA));
        expectTrouble(response, database, { typed: ADA });
        await variant("replaced", async () => {
          await Deno.remove(database);
          expectStored(await server.exchange(submit(ADA)));
          expectEntries(await server.exchange(get("/")), [["Ada"]]);
        });
      });
    },
  ),
);

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
