import { get, start, suite, TempDir } from "../../../kit/mod.ts";
import {
  expectFirstEntries,
  expectStored,
  forEachRow,
  sign,
  submit,
} from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { expectAll } from "./all_entries.ts";
import { expectKept, fileIn } from "./database_file.ts";

const test = suite(import.meta.url);

/** Texts that change a statement if they are pasted into it. */
const TEXTS: readonly string[] = [
  "Robert'); DROP TABLE entry;--",
  "x', 'y', 0); DELETE FROM entry;--",
  "' || (SELECT firstname FROM entry) || '",
  "O'Hara",
  'say "hi"',
  "?",
  "$1 :name @p",
  "100 % _ \\ \\' \\n",
];

Deno.test(test("SQL in a name or a message is stored, and never run", {
  because: "SQLite runs what is part of the statement; a parameter is only a " +
    "value",
  try: `curl -i -d "firstname=Robert'); DROP TABLE entry;--" -d message=Hi ` +
    "http://127.0.0.1:8000/",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using server = await start(serve, { database });
  await sign(server, "First");
  const likely = "the text is pasted into the SQL: write ? in its place, and " +
    "give the values to run()";
  for (const text of TEXTS) {
    await forEachRow({
      [`as a name: ${text}`]: { firstname: text, message: "Hello" },
      [`as a message: ${text}`]: { firstname: "Ada", message: text },
    }, async (typed) => {
      expectStored(await server.exchange(submit(typed)), "/", likely);
      const page = await server.exchange(get("/"));
      expectFirstEntries(page, [[typed.firstname, typed.message]], likely);
      expectKept(database, typed);
    });
  }
  await expectAll(server, ["First"]);
}));
