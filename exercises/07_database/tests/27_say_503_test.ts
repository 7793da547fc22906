import { DatabaseSync } from "node:sqlite";
import { get, start, suite, TempDir } from "../../../kit/mod.ts";
import {
  ADA,
  expectEntries,
  expectStored,
  sign,
  submit,
} from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { fileIn } from "./database_file.ts";
import { expectTrouble, inTime, PATIENT } from "./trouble.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 15.6.4: not now, and perhaps in a moment",
});

Deno.test(
  test(
    "a file that stays locked is answered 503, with the form",
    {},
    async () => {
      await using directory = await TempDir.create();
      const { database } = fileIn(directory);
      await using server = await start(serve, { database, busyTimeoutMs: 100 });
      await sign(server, "First");
      {
        using writer = new DatabaseSync(database);
        writer.exec("BEGIN IMMEDIATE");
        const response = await inTime(server.exchange(submit(ADA), PATIENT));
        expectTrouble(response, database, { statuses: [503], typed: ADA });
      }
      expectStored(await server.exchange(submit(ADA)));
      expectEntries(await server.exchange(get("/")), [["Ada"], ["First"]]);
    },
  ),
);
