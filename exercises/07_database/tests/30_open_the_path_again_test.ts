import { get, start, suite, TempDir, variant } from "../../../kit/mod.ts";
import {
  ADA,
  expectEntries,
  expectStored,
  sign,
  submit,
} from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { expectTrouble } from "./trouble.ts";

/** Only POSIX lets an open file be removed: Windows skips this test. */
const test = suite(import.meta.url, {
  because: "RFC 9110 section 15.6.4: an administrator may put the file back",
  needs: ["rm", "mv"],
});

Deno.test(
  test("a path that cannot be opened again is answered 503", {}, async () => {
    await using directory = await TempDir.create();
    const database = directory.resolve("data/guestbook.db");
    await Deno.mkdir(directory.resolve("data"));
    await using server = await start(serve, { database });
    await sign(server, "Grace");
    await Deno.remove(directory.resolve("data"), { recursive: true });
    const response = await server.exchange(submit(ADA));
    expectTrouble(response, database, { statuses: [503], typed: ADA });
    await variant("when the directory is there again", async () => {
      await Deno.mkdir(directory.resolve("data"));
      expectStored(await server.exchange(submit(ADA)));
      expectEntries(await server.exchange(get("/")), [["Ada"]]);
    });
  }),
);
