/**
 * The suite of stage 07, tasks 8 and 9: a file that other processes use too, and
 * what is in it whatever happens.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import {
  expectStatus,
  expectThat,
  Failure,
  get,
  pause,
  type RawResponse,
  type RunningServer,
  start,
  suite,
  TempDir,
  variant,
} from "../../kit/mod.ts";
import { serveHttp } from "../../solutions/06_persistent.ts";
import { expectAll } from "./all_entries.ts";
import { expectFile, expectKept, fileIn, run } from "./database_file.ts";
import {
  ADA,
  ask,
  expectEntries,
  expectFirstEntries,
  expectProblem,
  expectStored,
  forEachRow,
  type Peer,
  REFUSED,
  sign,
  startProgram,
  submit,
} from "./guestbook_client.ts";
import { guestbook, serve } from "./server.ts";

const task = suite(import.meta.url);

/** Longer than whoever waits for a fixed time, and not for as long as told. */
const LOCKED_MS = 1000;

Deno.test(task(8, "an entry waits for a file that is locked for a moment", {
  because: "SQLite lets one write at a time; a second one is told SQLITE_BUSY",
  likely:
    "nobody waits, or not for 5000 ms: PRAGMA busy_timeout is 0 unless it " +
    "is set (the option timeout of DatabaseSync); or the number of the next " +
    "entry is found in a statement of its own: id INTEGER PRIMARY KEY finds it",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using program = startProgram(database);
  await sign(program, "First");
  expectFile(database);
  using writer = new DatabaseSync(database);
  writer.exec("BEGIN IMMEDIATE");
  const answer = ask(program, submit(ADA));
  await pause(LOCKED_MS);
  writer.exec(
    `INSERT INTO entry (firstname, message, posted)
     VALUES ('Second', 'Hello', ${Date.now()})`,
  );
  writer.exec("COMMIT");
  expectStored(await answer);
  const shown = [["Ada"], ["Second"], ["First"]];
  expectEntries(await ask(program, get("/")), shown);
}));

Deno.test(task(8, "two processes write into one file, and nothing is lost", {
  because: "a file has no owner: every process sees what the others store",
  likely:
    "a file that is locked is not waited for (then the log says so); or " +
    "the entries are kept in a variable too, and the other process is not asked",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using program = startProgram(database);
  // To make the file is another matter.
  await sign(program, "First");
  await using server = await start(serve, { database });
  const visitors = (where: string) =>
    Array.from({ length: 200 }, (_, index) => `(${where} ${index})`);
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

Deno.test(task(8, "the guestbook as a CGI program has the same entries", {
  because: "RFC 3875: a program that ends after every answer",
  likely: "cgi() does not stand before the files, or its env does not tell " +
    "the program which file it is",
  try: "curl -i http://127.0.0.1:8000/cgi-bin/guestbook.ts",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using server = await start(serve, { database });
  const path = "/cgi-bin/guestbook.ts";
  await sign(server, "(server)");
  // The program is that of the reference, which takes no other table.
  expectFile(database);
  const first = await ask(server, get(path));
  expectNoCrash(first);
  expectEntries(first, [["(server)", "Hello"]]);
  const typed = { firstname: "(program)", message: "Ahoy" };
  expectStored(await ask(server, submit(typed, path)), path);
  const shown = [["(program)", "Ahoy"], ["(server)", "Hello"]];
  expectEntries(await ask(server, get("/")), shown);
  expectEntries(await ask(server, get(path)), shown);
  const refused = await ask(server, submit({ firstname: "Ada" }, path));
  expectProblem(refused, REFUSED);
  expectStatus(await ask(server, get(`${path}?page=7`)), 404);
}));

/** A program that fails says why, but not to the client. */
function expectNoCrash(response: RawResponse): void {
  if (![500, 502].includes(response.status)) return;
  expectStatus(response, 200, {
    because: "RFC 3875 section 9.2",
    likely:
      "the program has failed, and has said why on stderr, which goes to " +
      "the log that cgi() is given: cgi({ ...options, env }, …). Its env " +
      "has the absolute path of the file as GUESTBOOK_DATABASE",
  });
}

Deno.test(task(9, "what was answered 303 survives kill -9", {
  because: "a process that is killed has no last words",
  likely: "the answer comes before the COMMIT: entries are collected and " +
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
  expectThat(isKilled, "the program has answered less than 60 entries");
  await using server = await start(serve, { database });
  await expectAll(server, answered);
}));

/** Only POSIX lets an open file be removed: Windows skips these tests. */
const POSIX = ["rm", "mv"];

const STILL_OPEN =
  "an open file that was removed can still be written to, and the entry is " +
  "gone with it: before each write, compare dev and ino of Deno.stat() with " +
  "those of the file that you have opened, and open the path again if they differ";

Deno.test(task(9, "an entry is not written to a file that was removed", {
  because: "303 promises that the entry is there after a restart",
  likely: STILL_OPEN,
  try: "rm /tmp/guestbook.db*, write an entry, reload the page",
  needs: POSIX,
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using server = await start(serve, { database });
  await sign(server, "Grace");
  await removeDatabase(directory);
  await sign(server, "Ada");
  expectKept(database, ADA);
  expectEntries(await server.exchange(get("/")), [["Ada"]]);
}));

Deno.test(task(9, "an entry is not written to a file that was replaced", {
  because: "303 promises that the entry is there after a restart",
  likely: STILL_OPEN,
  needs: POSIX,
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  const backup = directory.resolve("backup.db");
  {
    await using other = await start(serve, { database: backup });
    await sign(other, "Linus");
  }
  await using server = await start(serve, { database });
  await sign(server, "Grace");
  await Deno.rename(backup, database);
  await sign(server, "Ada");
  expectKept(database, ADA);
  expectEntries(await server.exchange(get("/")), [["Ada"], ["Linus"]]);
}));

Deno.test(
  task(9, "two servers share a guestbook again after its file was removed", {
    because: "the path names the guestbook, not a file that is no longer there",
    likely: STILL_OPEN,
    needs: POSIX,
  }, async () => {
    await using directory = await TempDir.create();
    const { database } = fileIn(directory);
    await using first = await start(serve, { database });
    await sign(first, "Grace");
    await removeDatabase(directory);
    await using second = await start(serve, { database });
    await sign(second, "Linus");
    await sign(first, "Ada");
    for (const server of [first, second]) {
      const page = await server.exchange(get("/"));
      expectEntries(page, [["Ada"], ["Linus"]]);
    }
  }),
);

/** Removes the database file and its log. */
async function removeDatabase(directory: TempDir): Promise<void> {
  for await (const { name } of Deno.readDir(directory.path)) {
    await Deno.remove(directory.resolve(name));
  }
}

Deno.test(task(9, "who reads does not wait for who writes", {
  because: "with a write-ahead log, readers see the last commit meanwhile",
  likely:
    "PRAGMA journal_mode = WAL is missing, or it is only for a file that " +
    "is new",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  const options = { database, busyTimeoutMs: 200 };
  await forEachRow({
    "a new file": () => {},
    "a file without a log, which a backup has made": () => {
      run(database, "PRAGMA journal_mode = DELETE");
    },
  }, async (prepare) => {
    prepare();
    await using server = await start(serve, options);
    await sign(server, "Ada");
    using writer = new DatabaseSync(database);
    writer.exec("BEGIN EXCLUSIVE");
    const page = await server.exchange(get("/"));
    writer.exec("ROLLBACK");
    expectFirstEntries(page, [["Ada"]]);
  });
}));

Deno.test(task(9, "a form that still comes when the server stops is stored", {
  because: "shutdown() lets those finish who have begun: stage 06, task 11",
  likely: "the database is closed when shutdown() is called: wait until " +
    "finished, then no request is open any more",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using server = await start(serve, { database });
  await sign(server, "Grace");
  const [head, body] = submit(ADA).split("\r\n\r\n");
  const client = await server.connect();
  await client.send(`${head}\r\nExpect: 100-continue\r\n\r\n`);
  // By then the form is waited for.
  expectStatus(await client.readResponse(), 100);
  const shutdown = server.shutdown();
  await client.send(body);
  expectStored(await client.readResponse());
  await client.destroy();
  await shutdown;
  await expectClosed(directory);
  await using next = await start(serve, { database });
  expectEntries(await next.exchange(get("/")), [["Ada"], ["Grace"]]);
}));

Deno.test(task(9, "in the end the database is closed", {
  because: "the last one who closes a database with a write-ahead log writes " +
    "it into the database file, and removes it",
  likely:
    "nobody calls close(): guestbook() has [Symbol.dispose], and serve() " +
    "has to call it when the server has finished, however it was stopped",
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
  await variant("after `await using`", async () => {
    let served: RunningServer | undefined;
    await using server = await start((options) =>
      served = serve({ ...options, database })
    );
    await sign(server, "Linus");
    await served![Symbol.asyncDispose]();
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
