import {
  expectStatus,
  Failure,
  get,
  type RunningServer,
  start,
  suite,
  TempDir,
  variant,
} from "../../../kit/mod.ts";
import { serveHttp } from "../../../solutions/06_persistent.ts";
import {
  ADA,
  expectEntries,
  expectStored,
  sign,
  submit,
} from "../guestbook_client.ts";
import { guestbook, serve } from "../server.ts";
import { fileIn } from "./database_file.ts";

const test = suite(import.meta.url, {
  because:
    "the last connection that closes a database with a write-ahead log " +
    "writes it into the database file, and removes it",
});

const NOT_DISPOSED = "serve() does not dispose of the guestbook, or a " +
  "connection that was opened later is not closed";

Deno.test(
  test("a guestbook closes its file when it is disposed of", {}, async () => {
    await using directory = await TempDir.create();
    const handler = guestbook(fileIn(directory).database);
    const server = await start((options) => serveHttp(options, handler));
    await sign(server, "Grace");
    await server.shutdown();
    handler[Symbol.dispose]();
    await expectClosed(directory, "[Symbol.dispose] does not call close()");
  }),
);

Deno.test(
  test("a guestbook that was disposed of stays closed", {}, async () => {
    await using directory = await TempDir.create();
    const handler = guestbook(fileIn(directory).database);
    await using server = await start((options) => serveHttp(options, handler));
    await sign(server, "Grace");
    handler[Symbol.dispose]();
    // With any status: the guestbook is not there any more.
    await server.exchange(get("/"));
    await expectClosed(directory, "a late request opens the file again");
  }),
);

Deno.test(test("the file is closed when the server has ended", {}, async () => {
  await variant("after shutdown()", async () => {
    await using directory = await TempDir.create();
    await using server = await start(serve, fileIn(directory));
    await sign(server, "Ada");
    await server.shutdown();
    await server.finished;
    await expectClosed(directory, NOT_DISPOSED);
  });
  await variant("after await using", async () => {
    await using directory = await TempDir.create();
    const { database } = fileIn(directory);
    let served: RunningServer | undefined;
    await using server = await start((options) =>
      served = serve({ ...options, database })
    );
    await sign(server, "Linus");
    await served![Symbol.asyncDispose]();
    await expectClosed(
      directory,
      "[Symbol.asyncDispose] of the server does not wait for the disposal",
    );
  });
}));

Deno.test(test("a form that arrives while the server stops is stored", {
  because: "shutdown() lets requests finish that have begun: stage 06, task 25",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using server = await start(serve, { database });
  await sign(server, "Grace");
  const [head, body] = submit(ADA).split("\r\n\r\n");
  const client = await server.connect();
  await client.send(`${head}\r\nExpect: 100-continue\r\n\r\n`);
  // The guestbook now waits for the form.
  expectStatus(await client.readResponse(), 100);
  const shutdown = server.shutdown();
  await client.send(body);
  const likely = "the file is closed when shutdown() is called: wait until " +
    "the server has finished";
  expectStored(await client.readResponse(), "/", likely);
  await client.destroy();
  await shutdown;
  await expectClosed(directory, NOT_DISPOSED);
  await using next = await start(serve, { database });
  expectEntries(await next.exchange(get("/")), [["Ada"], ["Grace"]]);
}));

/** Expects that the directory has only the database file, and no log. */
async function expectClosed(directory: TempDir, likely: string): Promise<void> {
  const names = (await Array.fromAsync(Deno.readDir(directory.path)))
    .map(({ name }) => name).sort();
  if (names.join() === "guestbook.db") return;
  const isThere = names.includes("guestbook.db");
  const headline = isThere
    ? `the database is still open: there is ${names.join(", ")}`
    : `there is no guestbook.db, but ${names.join(", ") || "nothing"}`;
  throw new Failure(headline, {
    expected: "guestbook.db, and no log of it",
    likely: isThere ? likely : undefined,
  });
}
