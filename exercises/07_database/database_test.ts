/**
 * The suite of stage 07, tasks 8 to 10: a file that other processes use too, and
 * one that was made by an older release.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import {
  expectStatus,
  Failure,
  get,
  pause,
  Program,
  type RawResponse,
  start,
  suite,
  TempDir,
  variant,
} from "../../kit/mod.ts";
import { serveHttp } from "../../solutions/06_persistent.ts";
import {
  AS_VERSION_1,
  AS_VERSION_2,
  expectLogged,
  fileIn,
  inspect,
  run,
  VERSION_1,
} from "./database_file.ts";
import {
  ADA,
  ask,
  expectAll,
  expectEntries,
  expectProblem,
  expectStored,
  forEachRow,
  OUT_OF_ORDER,
  type Peer,
  sign,
  submit,
} from "./guestbook_client.ts";
import { guestbook, serve } from "./server.ts";

const task = suite(import.meta.url);

/** Long enough for a server that does not wait to have given up. */
const PAUSE_MS = 300;

/** Starts the server as a program. */
function startProgram(database: string): Program {
  const url = import.meta.resolve("./server.ts");
  return Program.start(url, ["--port", "0", "--database", database]);
}

Deno.test(task(8, "two processes write into one file, and nothing is lost", {
  because: "a file has no owner: every process sees what the others store",
  often: "the entries, or the number of the next one, are kept in a variable " +
    "too, and the other process is not asked",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using program = startProgram(database);
  // To make the file is another matter.
  await sign(program, "First");
  await using server = await start(serve, { database });
  const visitors = (where: string) =>
    Array.from({ length: 40 }, (_, index) => `(${where} ${index})`);
  async function signAll(peer: Peer, names: string[]) {
    const half = names.length / 2;
    await Promise.all([
      sign(peer, ...names.slice(0, half)),
      sign(peer, ...names.slice(half)),
    ]);
  }
  const [here, there] = [visitors("here"), visitors("there")];
  await Promise.all([signAll(server, here), signAll(program, there)]);
  await variant("as the one process shows it", async () => {
    await expectAll(server, [...here, ...there]);
  });
  await variant("as the other process shows it", async () => {
    await expectAll(program, [...here, ...there]);
  });
}));

Deno.test(task(8, "an entry waits for a file that is locked for a moment", {
  because: "SQLite lets one write at a time; a second one is told SQLITE_BUSY",
  often: "nobody waits: PRAGMA busy_timeout is 0 unless it is set (the " +
    "option timeout of DatabaseSync)",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using program = startProgram(database);
  await sign(program, "First");
  using writer = new DatabaseSync(database);
  writer.exec("BEGIN IMMEDIATE");
  const answer = ask(program, submit(ADA));
  await pause(PAUSE_MS);
  writer.exec("COMMIT");
  expectStored(await answer);
}));

Deno.test(task(8, "the guestbook as a CGI program has the same entries", {
  because: "RFC 3875: a program that ends after every answer",
  often: "cgi() does not stand before the files, or its env does not tell " +
    "the program which file it is; or your table is another: see the README",
  try: "curl -i http://127.0.0.1:8000/cgi-bin/guestbook.ts",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  const path = "/cgi-bin/guestbook.ts";
  await sign(server, "(server)");
  expectEntries(await ask(server, get(path)), [["(server)", "Hello"]]);
  const typed = { firstname: "(program)", message: "Ahoy" };
  expectStored(await ask(server, submit(typed, path)), path);
  const shown = [["(program)", "Ahoy"], ["(server)", "Hello"]];
  expectEntries(await ask(server, get("/")), shown);
  expectEntries(await ask(server, get(path)), shown);
  const refused = await ask(server, submit({ firstname: "Ada" }, path));
  expectProblem(refused, [422, 400]);
  expectStatus(await ask(server, get(`${path}?page=7`)), 404);
}));

Deno.test(task(9, "what was answered 303 survives kill -9", {
  because: "a process that is killed has no last words",
  often: "the answer comes before the COMMIT: entries are collected and " +
    "stored later, or a transaction stays open",
  try: "kill -9 the server, start it again, reload the page",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  const answered: string[] = [];
  await using program = startProgram(database);
  await program.url();
  let isKilled = false;

  async function signUntilTheEnd(visitor: number): Promise<void> {
    for (let count = 0; count < 100; count++) {
      const firstname = `(${visitor} ${count})`;
      const request = submit({ firstname, message: "Hello" });
      let response: RawResponse;
      try {
        response = await ask(program, request);
      } catch (error) {
        if (isKilled) return;
        throw error;
      }
      expectStored(response);
      answered.push(firstname);
      if (answered.length === 60) {
        isKilled = true;
        Deno.kill(program.pid, "SIGKILL");
      }
    }
  }

  await Promise.all([1, 2, 3, 4, 5, 6].map(signUntilTheEnd));
  await program.ending();
  assert(isKilled, "the program was killed in the middle of it");
  await using server = await start(serve, { database });
  await expectAll(server, answered);
}));

Deno.test(task(9, "who reads does not wait for who writes", {
  because: "with a write-ahead log, readers see the last commit meanwhile",
  often: "PRAGMA journal_mode = WAL is missing",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  const options = { database, busyTimeoutMs: 200 };
  await using server = await start(serve, options);
  await sign(server, "Ada");
  using writer = new DatabaseSync(database);
  writer.exec("BEGIN EXCLUSIVE");
  const page = await server.exchange(get("/"));
  writer.exec("ROLLBACK");
  expectEntries(page, [["Ada"]]);
}));

Deno.test(task(9, "in the end the database is closed", {
  because: "the last one who closes a database with a write-ahead log writes " +
    "it into the database file, and removes it",
  often:
    "nobody calls close(): guestbook() has [Symbol.dispose], and serve() " +
    "has to call it, but only when the server has finished",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await variant("after shutdown()", async () => {
    await using server = await start(serve, { database });
    await sign(server, "Ada");
    await server.shutdown();
    await server.finished;
    await expectClosed(directory);
  });
  await variant("after the disposal of a guestbook()", async () => {
    const handler = guestbook(database);
    const server = await start((options) => serveHttp(options, handler));
    await sign(server, "Grace");
    await server.shutdown();
    handler[Symbol.dispose]();
    await expectClosed(directory);
  });
}));

/** Expects that nothing but the database file itself is left. */
async function expectClosed(directory: TempDir): Promise<void> {
  const names = (await Array.fromAsync(Deno.readDir(directory.path)))
    .map(({ name }) => name).sort();
  if (names.join() === "guestbook.db") return;
  const headline = names.includes("guestbook.db")
    ? `the database is still open: there is ${names.join(", ")}`
    : `there is no guestbook.db, but ${names.join(", ") || "nothing"}`;
  throw new Failure(headline, { expected: "guestbook.db, and no log of it" });
}

Deno.test(task(10, "a new file is of version 2", {
  because: "another release, and the CGI program, have to find their way",
  often: "PRAGMA user_version is not set, or the table is another: it " +
    "stands in the README",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using server = await start(serve, { database });
  const before = Date.now();
  await sign(server, "Ada");
  const { version, columns, entries } = inspect(database);
  assertEquals(version, 2, "PRAGMA user_version");
  assertEquals(columns, AS_VERSION_2.columns, "the columns of entry");
  const posted = Number(entries.replace("Ada ", ""));
  const isNow = posted >= before - 1 && posted <= Date.now();
  assert(isNow, `posted is the time in milliseconds: ${posted}`);
}));

Deno.test(task(10, "a file of version 1 becomes one of version 2", {
  because: "whoever installs a new release has entries of the old one",
  often: "CREATE TABLE IF NOT EXISTS does nothing to a table of version 1: " +
    "look at PRAGMA user_version, and go from step to step",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  run(database, VERSION_1);
  await using server = await start(serve, { database });
  expectEntries(await server.exchange(get("/")), [["Ada"], ["Grace"]]);
  assertEquals(inspect(database), AS_VERSION_2);
  await sign(server, "Linus");
  const shown = [["Linus", "Hello"], ["Ada"], ["Grace"]];
  expectEntries(await server.exchange(get("/")), shown);
}));

Deno.test(task(10, "a migration that fails leaves the file as it was", {
  because: "what is half of version 1 and half of version 2 is of use to none",
  often: "the steps are not in one transaction: BEGIN IMMEDIATE, the steps, " +
    "PRAGMA user_version, COMMIT",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  run(database, VERSION_1);
  run(
    database,
    `CREATE TRIGGER obstacle BEFORE UPDATE ON entry
     BEGIN SELECT RAISE(ABORT, 'an obstacle'); END`,
  );
  await using server = await start(serve, { database });
  await server.exchange(get("/"));
  const found = inspect(database);
  const wanted = found.version === 2 ? AS_VERSION_2 : AS_VERSION_1;
  assertEquals(found, wanted, "the file, after a step has failed");
  run(database, "DROP TRIGGER IF EXISTS obstacle");
  expectEntries(await server.exchange(get("/")), [["Ada"], ["Grace"]]);
  assertEquals(inspect(database), AS_VERSION_2);
}));

Deno.test(task(10, "two processes that find version 1 migrate it once", {
  because: "between looking and BEGIN IMMEDIATE, another may do the work",
  often: "the version is read before the transaction begins, and not again " +
    "within it",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  run(database, `PRAGMA journal_mode = WAL; ${VERSION_1}`);
  await using one = startProgram(database);
  await using other = startProgram(database);
  await Promise.all([one.url(), other.url()]);
  using writer = new DatabaseSync(database);
  writer.exec("BEGIN IMMEDIATE");
  const answers = [ask(one, get("/")), ask(other, get("/"))];
  // Both have looked at the version meanwhile, and wait.
  await pause(PAUSE_MS);
  writer.exec("ROLLBACK");
  for (const answer of await Promise.all(answers)) {
    expectEntries(answer, [["Ada"], ["Grace"]]);
  }
  assertEquals(inspect(database), AS_VERSION_2);
}));

Deno.test(task(10, "a file that is not of this guestbook is left alone", {
  because: "what a newer release has stored, an older one would destroy",
  often: "any version that is not 0 or 1 is taken for 2; or the table is " +
    "made in whatever database there is: a new file has no tables",
}, async () => {
  await forEachRow({
    "a newer release": `${VERSION_1} PRAGMA user_version = 3;`,
    "another program": "CREATE TABLE bookmark (url TEXT)",
    "another program, with a table of this name":
      "CREATE TABLE entry (word TEXT, meaning TEXT)",
  }, async (sql) => {
    await using directory = await TempDir.create();
    const { database } = fileIn(directory);
    run(database, sql);
    const before = await Deno.readFile(database);
    await using server = await start(serve, { database });
    expectProblem(await server.exchange(get("/")), OUT_OF_ORDER);
    expectProblem(await server.exchange(submit(ADA)), OUT_OF_ORDER);
    expectLogged(server, database);
    await server.shutdown();
    const after = await Deno.readFile(database);
    assertEquals(after, before, "the bytes of the file");
  });
}));
