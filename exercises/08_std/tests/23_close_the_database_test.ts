import { DatabaseSync } from "node:sqlite";
import { expectValue, get, start, suite, variant } from "../../../kit/mod.ts";
import { serve, type Server } from "../server.ts";
import { ENDS } from "./ends.ts";
import { ADA, sign, submit } from "./guestbook.ts";
import { createSite, type TemporarySite } from "./temporary_site.ts";

const test = suite(import.meta.url, {
  because: "the last connection to a database removes its write-ahead log",
});

Deno.test(test("every end waits until the database is closed", {}, async () => {
  await using site = await createSite();
  for (const [name, end] of ENDS) {
    await variant(name, async () => {
      let subject: Server | undefined;
      await using server = await start(
        (options) => subject = serve(options),
        site.options,
      );
      await sign(server, "Grace");
      await end(subject!);
      expectClosed(site);
    });
  }
}));

Deno.test(test("a request that waits for the file hears of the end", {
  because: "request.signal aborts, and the guestbook waits no longer",
}, async () => {
  await using site = await createSite();
  await using server = await start(serve, site.options);
  await sign(server, "Ada");
  {
    using writer = new DatabaseSync(site.options.database);
    writer.exec("BEGIN IMMEDIATE");
    const connection = await server.connect();
    await connection.send(submit(ADA));
    // A later request is answered: the guestbook has the earlier one.
    await server.exchange(get("/nothing.txt"));
    await server.shutdown();
    await server.finished;
  }
  expectClosed(site);
}));

/** Looks at once: a moment later it may have been closed all the same. */
function expectClosed({ directory }: TemporarySite): void {
  const names = [...Deno.readDirSync(directory.path)].map(({ name }) => name);
  const shown = names.sort().join(", ");
  expectValue("the list of files", shown, "guestbook.db, www", {
    likely: shown.includes("-wal")
      ? "the database is still open: call [Symbol.dispose]() of the guestbook " +
        "when the last handler has returned, and settle afterwards"
      : undefined,
  });
}
