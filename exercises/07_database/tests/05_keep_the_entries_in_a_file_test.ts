import { assertEquals, assertStringIncludes } from "@std/assert";
import { toFileUrl } from "@std/path";
import { get, start, suite, TempDir, variant } from "../../../kit/mod.ts";
import { serveHttp } from "../../../solutions/06_persistent.ts";
import { ADA, expectEntries, sign, startProgram } from "../guestbook_client.ts";
import { guestbook, serve } from "../server.ts";
import {
  expectFile,
  expectKept,
  expectNewFile,
  fileIn,
} from "./database_file.ts";

const test = suite(import.meta.url, {
  because: "a variable is lost when its program ends, a file is not",
  try:
    "deno run -A exercises/07_database/server.ts --database /tmp/guestbook.db",
});

Deno.test(test("the entries are still there after a restart", {}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  {
    await using server = await start(serve, { database });
    await sign(server, "Ada", "Grace");
  }
  // The process is the same, so a variable of the module would still have them.
  expectFile(database);
  expectKept(database, { firstname: "Grace", message: "Hello" });
  await using server = await start(serve, { database });
  expectEntries(await server.exchange(get("/")), [["Grace"], ["Ada"]]);
}));

Deno.test(test("a new file has version 2 of the table", {
  because: "a later release and the CGI program rely on it",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using server = await start(serve, { database });
  const before = Date.now();
  await sign(server, "Ada");
  expectNewFile(database, before);
}));

Deno.test(test("each guestbook has its own file", {}, async () => {
  await using directory = await TempDir.create();
  const other = toFileUrl(directory.resolve("other.db"));
  using handler = guestbook(other);
  await using server = await start(serve, fileIn(directory));
  await using second = await start((options) => serveHttp(options, handler));
  await sign(server, "Ada");
  const likely = "the database is a variable of the module: make it one of " +
    "guestbook()";
  await variant("guestbook() with the URL of another file", async () => {
    await sign(second, "Grace");
    expectEntries(await second.exchange(get("/")), [["Grace"]], likely);
  });
  expectEntries(await server.exchange(get("/")), [["Ada"]], likely);
}));

Deno.test(
  test(
    "as a program it keeps its entries where --database says",
    {},
    async () => {
      await using directory = await TempDir.create();
      const { database } = fileIn(directory);
      const nowhere = directory.resolve("nowhere/guestbook.db");
      await using failing = startProgram(nowhere);
      {
        await using program = startProgram(database);
        await program.url();
        await program.line(
          /^The guestbook is kept in .*guestbook\.db$/m,
          "file",
        );
        await sign(program, ADA.firstname);
        const { code, stderr } = await program.interrupt();
        assertEquals(stderr, "");
        assertEquals(code, 0);
      }
      expectKept(database, ADA);
      await variant("in a directory that does not exist", async () => {
        const { code, stderr } = await failing.ending(15_000);
        assertStringIncludes(stderr, nowhere);
        assertEquals(stderr.trimEnd().split("\n").length, 1, stderr);
        assertEquals(code, 1, "the exit code");
      });
    },
  ),
);
