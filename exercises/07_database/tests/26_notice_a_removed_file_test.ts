import { get, start, suite, TempDir } from "../../../kit/mod.ts";
import { ADA, expectEntries, sign } from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { expectKept, fileIn, removeDatabase } from "./database_file.ts";

/** Only POSIX lets an open file be removed: Windows skips these tests. */
const test = suite(import.meta.url, {
  because: "303 promises that the entry is there after a restart",
  try: "rm /tmp/guestbook.db*, write an entry, reload the page",
  needs: ["rm", "mv"],
});

const STILL_OPEN =
  "an open file that was removed or replaced can still be written to, and the " +
  "entry is lost with it: compare dev and ino of Deno.statSync() with those of the " +
  "file that you opened, and open the path again if they differ";

Deno.test(
  test("an entry is not written to a file that was removed", {}, async () => {
    await using directory = await TempDir.create();
    const { database } = fileIn(directory);
    await using server = await start(serve, { database });
    await sign(server, "Grace");
    await removeDatabase(directory);
    await sign(server, "Ada");
    expectKept(database, ADA, STILL_OPEN);
    expectEntries(await server.exchange(get("/")), [["Ada"]], STILL_OPEN);
  }),
);

Deno.test(
  test("an entry is not written to a file that was replaced", {}, async () => {
    await using directory = await TempDir.create();
    const { database } = fileIn(directory);
    const backup = directory.resolve("backup.db");
    {
      await using other = await start(serve, { database: backup });
      await sign(other, "Linus");
    }
    await using server = await start(serve, { database });
    await sign(server, "Grace");
    await Deno.rename(backup, database);
    await sign(server, "Ada");
    expectKept(database, ADA, STILL_OPEN);
    const page = await server.exchange(get("/"));
    expectEntries(page, [["Ada"], ["Linus"]], STILL_OPEN);
  }),
);

Deno.test(
  test("two servers share a guestbook again after its file was removed", {
    because: "the path names the guestbook, not a file that no longer exists",
  }, async () => {
    await using directory = await TempDir.create();
    const { database } = fileIn(directory);
    await using first = await start(serve, { database });
    await sign(first, "Grace");
    await removeDatabase(directory);
    await using second = await start(serve, { database });
    await sign(second, "Linus");
    await sign(first, "Ada");
    for (const server of [first, second]) {
      const page = await server.exchange(get("/"));
      expectEntries(page, [["Ada"], ["Linus"]], STILL_OPEN);
    }
  }),
);
