import process from "node:process";
import { get, start, suite, TempDir } from "../../../kit/mod.ts";
import {
  ADA,
  expectEntries,
  expectStored,
  forEachRow,
  sign,
  submit,
} from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { expectFile, fileIn, run } from "./database_file.ts";
import { expectLogged, expectTrouble } from "./trouble.ts";

/** Only POSIX has such modes and users: Windows skips the test. */
const test = suite(import.meta.url, {
  because: "the entries are there, and can be shown",
  try: "chmod a-w /tmp/guestbook.db*",
  needs: ["chmod"],
});

Deno.test(
  test("a file that may not be written to can still be read", {}, async () => {
    const likely = "something is written at every start, or by every GET: " +
      "PRAGMA journal_mode = WAL fails for a file without a log; go on without";
    await forEachRow({
      "with a log": "WAL",
      "without one": "DELETE",
    }, async (mode) => {
      await using directory = await TempDir.create();
      const { database } = fileIn(directory);
      {
        await using server = await start(serve, { database });
        await sign(server, "Ada");
      }
      expectFile(database);
      run(database, `PRAGMA journal_mode = ${mode}`);
      await Deno.chmod(directory.path, 0o777);
      await Deno.chmod(database, 0o444);
      // Started as root, if at all: another user may not see the folder of the site.
      await using server = await start(serve, { database });
      await asNobody(async () => {
        expectEntries(await server.exchange(get("/")), [["Ada"]], likely);
        const response = await server.exchange(submit(ADA));
        expectTrouble(response, database, { typed: ADA });
        expectLogged(server, database, 1, /read-?only/i);
        makeWritable(directory);
        expectStored(await server.exchange(submit(ADA)));
      });
    });
  }),
);

/** Root may write to every file, so it becomes another user for a while. */
async function asNobody(body: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid!(65534);
  try {
    await body();
  } finally {
    if (isRoot) process.seteuid!(0);
  }
}

/** SQLite has given the log the mode of the file. Only the owner may change it. */
function makeWritable(directory: TempDir): void {
  const id = process.geteuid!();
  const files = [...Deno.readDirSync(directory.path)];
  const owner = Deno.statSync(directory.path).uid!;
  if (owner !== id) process.seteuid!(owner);
  for (const { name } of files) Deno.chmodSync(directory.resolve(name), 0o666);
  if (owner !== id) process.seteuid!(id);
}
