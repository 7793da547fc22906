/**
 * The suite of stage 07, task 11: a file that is of no use for the moment.
 *
 * @module
 */

import { assert } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import process from "node:process";
import {
  expectStatus,
  get,
  pause,
  start,
  suite,
  TempDir,
  variant,
} from "../../kit/mod.ts";
import {
  expectFile,
  expectLogged,
  fileIn,
  makeDamaged,
} from "./database_file.ts";
import {
  ADA,
  expectEntries,
  expectForm,
  expectProblem,
  expectStored,
  forEachRow,
  OUT_OF_ORDER,
  sign,
  submit,
} from "./guestbook_client.ts";
import { serve } from "./server.ts";

const task = suite(import.meta.url);

/** Long enough for a server that does not wait to have given up. */
const PAUSE_MS = 300;

/** Modes and users as only POSIX has them: Windows skips the test. */
const POSIX = ["chmod"];

Deno.test(task(11, "a file that stays locked is answered 503", {
  because: "RFC 9110 section 15.6.4: not now, and perhaps in a moment",
  often: "the error of SQLite becomes the bare 500 of the engine: catch it, " +
    "show the form with what was typed, and log why",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  const options = { database, busyTimeoutMs: 100 };
  await using server = await start(serve, options);
  {
    using writer = new DatabaseSync(database);
    writer.exec("BEGIN EXCLUSIVE");
    await variant("from the beginning", async () => {
      expectProblem(await server.exchange(get("/")), [503]);
      writer.exec("ROLLBACK");
      expectEntries(await server.exchange(get("/")), []);
    });
    await variant("later", async () => {
      writer.exec("BEGIN IMMEDIATE");
      const response = await server.exchange(submit(ADA));
      const reason = expectProblem(response, [503]);
      expectForm(response, ADA);
      assert(!reason.includes(database), `no visitor needs to know: ${reason}`);
    });
  }
  expectLogged(server, database, /locked|busy/i);
  expectStored(await server.exchange(submit(ADA)));
  expectEntries(await server.exchange(get("/")), [["Ada"]]);
}));

Deno.test(task(11, "a file that may not be written to can still be read", {
  because: "the entries are there: why should nobody see them?",
  often: "something is written at every start, or by every GET; or the file " +
    "stays open, and after chmod nobody opens it again",
  try: "chmod a-w guestbook.db*",
  needs: POSIX,
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  {
    await using server = await start(serve, { database });
    await sign(server, "Ada");
  }
  expectFile(database);
  await Deno.chmod(directory.path, 0o777);
  await Deno.chmod(database, 0o444);
  await asNobody(async () => {
    await using server = await start(serve, { database });
    expectEntries(await server.exchange(get("/")), [["Ada"]]);
    const response = await server.exchange(submit(ADA));
    expectProblem(response, OUT_OF_ORDER);
    expectForm(response, ADA);
    expectLogged(server, database, /read-?only/i);
    makeWritable(directory);
    expectStored(await server.exchange(submit(ADA)));
  });
}));

/** Root may do anything: it becomes another user for a while. */
async function asNobody(body: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid!(65534);
  try {
    await body();
  } finally {
    if (isRoot) process.seteuid!(0);
  }
}

/** SQLite has given the log the mode of the file. Only the owner may change it. */
function makeWritable(directory: TempDir): void {
  const id = process.geteuid!();
  const files = [...Deno.readDirSync(directory.path)];
  const owner = Deno.statSync(directory.path).uid!;
  if (owner !== id) process.seteuid!(owner);
  for (const { name } of files) Deno.chmodSync(directory.resolve(name), 0o666);
  if (owner !== id) process.seteuid!(id);
}

Deno.test(task(11, "a damaged file is told, and the server lives", {
  because: "whoever mends the file should not have to hurry to the server too",
  often: "the database is opened once, in serve() or in guestbook(): open it " +
    "when it is needed, and after an error anew",
  try: "echo 'no database' > /tmp/guestbook.db",
}, async () => {
  await using elsewhere = await TempDir.create();
  await forEachRow({
    "a text": new TextEncoder().encode("no database\n".repeat(1000)),
    "a database full of holes": await makeDamaged(elsewhere),
  }, async (bytes) => {
    await using directory = await TempDir.create();
    const { database } = fileIn(directory);
    await Deno.writeFile(database, bytes);
    await using server = await start(serve, { database });
    const response = await server.exchange(get("/"));
    const reason = expectProblem(response, OUT_OF_ORDER);
    assert(!reason.includes(database), `no visitor needs to know: ${reason}`);
    expectLogged(server, database, /not a database|malformed|corrupt/i);
    expectStatus(await server.exchange(get("/style.css")), 200);
    await variant("mended", async () => {
      await Deno.remove(database);
      expectStored(await server.exchange(submit(ADA)));
      expectEntries(await server.exchange(get("/")), [["Ada"]]);
    });
  });
}));

Deno.test(task(11, "while one entry waits, everybody else is served", {
  because: "SQLite waits within the only thread that JavaScript has",
  often: "busy_timeout: with it, SQLite waits and nothing else runs. Leave " +
    "it at 0, and when it says SQLITE_BUSY rest for some milliseconds with " +
    "await, then try again",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using server = await start(serve, { database, busyTimeoutMs: 1500 });
  await sign(server, "First");
  using writer = new DatabaseSync(database);
  writer.exec("BEGIN IMMEDIATE");
  const waiting = await server.connect();
  await waiting.send(submit(ADA));
  await pause(PAUSE_MS);
  await variant("the page meanwhile", async () => {
    expectEntries(await server.exchange(get("/")), [["First"]]);
  });
  writer.exec("COMMIT");
  await variant("the entry, when the file is free again", async () => {
    expectStored(await waiting.readResponse());
  });
}));

Deno.test(task(11, "for a client who has gone, nobody waits on", {
  because:
    "request.signal aborts when the client has gone, or the server stops",
  often: "whoever waits does not look at request.signal: setTimeout of " +
    "node:timers/promises takes it, and throws when it aborts",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using server = await start(serve, { database });
  await sign(server, "First");
  using writer = new DatabaseSync(database);
  writer.exec("BEGIN IMMEDIATE");
  const waiting = await server.connect({ canReset: true });
  await waiting.send(submit(ADA));
  await pause(PAUSE_MS);
  await waiting.reset();
  // Whoever has answered these has seen the reset, too.
  for (let count = 0; count < 3; count++) {
    expectEntries(await server.exchange(get("/")), [["First"]]);
  }
  writer.exec("ROLLBACK");
  await pause(PAUSE_MS);
  await variant(
    "stored all the same, when the file is free again",
    async () => {
      expectEntries(await server.exchange(get("/")), [["First"]]);
    },
  );
}));
