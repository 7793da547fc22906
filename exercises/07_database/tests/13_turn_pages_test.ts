import { get, start, suite, TempDir } from "../../../kit/mod.ts";
import { expectEntries, forEachRow } from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { fileIn, signTimes } from "./database_file.ts";

const test = suite(import.meta.url);

/** Targets, and how many newer entries come before their page. */
const TARGETS: Readonly<Record<string, number>> = {
  "/": 0,
  "/?page=1": 0,
  "/?page=2": 10,
  "/?page=3": 20,
  "/?size=1&page=3": 20,
  "/?homepage=2": 0,
};

Deno.test(test("a page has ten entries, and ?page=2 the next ten", {
  try: "curl 'http://127.0.0.1:8000/?page=2'",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using server = await start(serve, { database });
  const shown = await signTimes(server, database, 23);
  const rows = Object.fromEntries(
    Object.entries(TARGETS).map(([target, from]) => [target, { target, from }]),
  );
  await forEachRow(rows, async ({ target, from }) => {
    const page = await server.exchange(get(target));
    expectEntries(
      page,
      shown.slice(from, from + 10),
      "OFFSET leaves out (page - 1) * 10 entries; ORDER BY id, since entries " +
        "of the same millisecond have the same posted",
    );
  });
}));
