import { DatabaseSync } from "node:sqlite";
import {
  expectStatus,
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
  sideBySide,
  submit,
} from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { fileIn, makeDamaged } from "./database_file.ts";
import { expectLogged, expectTrouble, inTime, PATIENT } from "./trouble.ts";

const test = suite(import.meta.url, {
  because: "an administrator who repairs the file need not restart the server",
  try: "echo 'no database' > /tmp/guestbook.db",
});

/** What serve() says if it opens the file at once. */
const AT_START = {
  likely: {
    thrown: "the file is opened in serve() or in guestbook(): open it when a " +
      "request needs it",
  },
};

Deno.test(
  test("a damaged file is reported, and the server lives", {}, async () => {
    await using elsewhere = await TempDir.create();
    const text = new TextEncoder().encode("no database\n".repeat(1000));
    await sideBySide({
      "a text": { bytes: text, reason: /not a database/i },
      "a database full of holes": {
        bytes: await makeDamaged(elsewhere),
        reason: /malformed|corrupt/i,
      },
    }, async ({ bytes, reason }) => {
      await using directory = await TempDir.create();
      const { database } = fileIn(directory);
      await Deno.writeFile(database, bytes);
      await using server = await start(serve, { database }, AT_START);
      expectTrouble(await server.exchange(get("/")), database);
      expectLogged(server, database, 1, reason);
      const response = await server.exchange(submit(ADA));
      expectTrouble(response, database, { typed: ADA });
      expectStatus(await server.exchange(get("/style.css")), 200);
      await variant("repaired", async () => {
        await Deno.remove(database);
        expectStored(await server.exchange(submit(ADA)));
        expectEntries(await server.exchange(get("/")), [["Ada"]]);
      });
    });
  }),
);

Deno.test(
  test("a file that is locked at the start is answered 503", {}, async () => {
    await using directory = await TempDir.create();
    const { database } = fileIn(directory);
    using writer = new DatabaseSync(database);
    writer.exec("BEGIN EXCLUSIVE");
    const options = { database, busyTimeoutMs: 100 };
    await using server = await start(serve, options, AT_START);
    const response = await inTime(server.exchange(get("/"), PATIENT));
    expectTrouble(response, database, { statuses: [503] });
    writer.exec("ROLLBACK");
    expectEntries(await server.exchange(get("/")), []);
  }),
);
