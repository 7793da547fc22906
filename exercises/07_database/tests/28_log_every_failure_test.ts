import { DatabaseSync } from "node:sqlite";
import { expectStatus, start, suite, TempDir } from "../../../kit/mod.ts";
import { ADA, sign, submit } from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { fileIn } from "./database_file.ts";
import { expectLogged } from "./trouble.ts";

const test = suite(import.meta.url, {
  because: "the page does not say why: only the log can",
});

Deno.test(test("each failed request has one line in the log", {}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using server = await start(serve, { database, busyTimeoutMs: 60 });
  await sign(server, "First");
  using writer = new DatabaseSync(database);
  writer.exec("BEGIN IMMEDIATE");
  expectStatus(await server.exchange(submit(ADA)), 503);
  expectStatus(await server.exchange(submit(ADA)), 503);
  expectLogged(server, database, 2, /locked|busy/i);
}));
