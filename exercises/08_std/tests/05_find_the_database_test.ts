import { get, start, suite, variant } from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { expectEntries, sign } from "./guestbook.ts";
import { expectNoServer } from "./refused_start.ts";
import { createSite } from "./temporary_site.ts";

const test = suite(import.meta.url, {
  because: "a visitor does not see in which file an entry was stored; the " +
    "same rule as in stage 07 keeps it findable",
  try: "deno run -A exercises/08_std/server.ts --database /no/such/file.db",
});

Deno.test(test("GUESTBOOK_DATABASE names the file", {}, async () => {
  await using site = await createSite();
  const { root, database } = site.options;
  const before = Deno.env.get("GUESTBOOK_DATABASE");
  Deno.env.set("GUESTBOOK_DATABASE", database);
  try {
    await using server = await start(serve, { root });
    await sign(server, "Ada");
  } finally {
    if (before === undefined) Deno.env.delete("GUESTBOOK_DATABASE");
    else Deno.env.set("GUESTBOOK_DATABASE", before);
  }
  await using server = await start(serve, site.options);
  await variant("the file, given as database", async () => {
    expectEntries(await server.exchange(get("/")), [["Ada"]]);
  });
}));

Deno.test(test("a path without a directory is a UsageError", {}, async () => {
  await using site = await createSite();
  const { root } = site.options;
  const database = `${root}/nothing/guestbook.db`;
  await expectNoServer(
    () => serve({ port: 0, root, database, log() {} }),
    "UsageError",
    "options.database goes to guestbook() unchecked: pass it through " +
      "databasePath()",
  );
}));
