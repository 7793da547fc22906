/**
 * The suite of stage 07, task 11: a file that is of no use for the moment.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import process from "node:process";
import {
  bodyText,
  expectStatus,
  expectThat,
  Failure,
  get,
  pause,
  type RawResponse,
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
  NOT_OURS,
  run,
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

/** How long a server may keep everybody waiting, in milliseconds. */
const LATE_MS = 1000;

/** Modes and users as only POSIX has them: Windows skips the test. */
const POSIX = ["chmod"];

/** What a visitor has not typed. */
const NOTHING = { firstname: "", message: "" };

/** Words of SQLite. */
const SQLITE_WORDS = [
  "database is locked",
  "readonly database",
  "not a database",
  "malformed",
  "unable to open",
  "SQLITE",
];

/** Expects the page of trouble: what is typed is there, and no secrets are. */
function expectTrouble(
  response: RawResponse,
  database: string,
  { statuses = OUT_OF_ORDER, typed = NOTHING } = {},
): void {
  expectProblem(response, statuses);
  expectForm(response, typed);
  const html = bodyText(response);
  const told = [database, ...SQLITE_WORDS].find((words) =>
    html.includes(words)
  );
  expectThat(told === undefined, `the page tells every visitor: "${told}"`, {
    expected: "where the file is, and what SQLite says of it, is for the log",
    likely: "the message of the error is shown: write a sentence of your own",
  });
}

Deno.test(task(11, "a file that stays locked is answered 503", {
  because: "RFC 9110 section 15.6.4: not now, and perhaps in a moment",
  likely: "the error of SQLite becomes the bare 500 of the engine: catch it, " +
    "show the form with what was typed, and log why",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  const options = { database, busyTimeoutMs: 100 };
  await using server = await start(serve, options);
  const statuses = [503];
  {
    using writer = new DatabaseSync(database);
    writer.exec("BEGIN EXCLUSIVE");
    await variant("from the beginning", async () => {
      const response = await inTime(server.exchange(get("/"), PATIENT));
      expectTrouble(response, database, { statuses });
      writer.exec("ROLLBACK");
      expectEntries(await server.exchange(get("/")), []);
    });
    await variant("later", async () => {
      writer.exec("BEGIN IMMEDIATE");
      const response = await inTime(server.exchange(submit(ADA), PATIENT));
      expectTrouble(response, database, { statuses, typed: ADA });
    });
  }
  expectLogged(server, database, 2, /locked|busy/i);
  expectStored(await server.exchange(submit(ADA)));
  expectEntries(await server.exchange(get("/")), [["Ada"]]);
}));

/** Who waits for too long shall be told so, and not only "silence". */
const PATIENT = { silenceMs: 7000 };

/** Expects an answer soon after the 100 ms that the server may wait. */
async function inTime(answer: Promise<RawResponse>): Promise<RawResponse> {
  const before = performance.now();
  const response = await answer;
  const ms = Math.round(performance.now() - before);
  expectThat(ms < LATE_MS, `the answer has come after ${ms} ms`, {
    expected: "options.busyTimeoutMs is 100: after that, 503",
    likely: "options.busyTimeoutMs is not looked at",
  });
  return response;
}

Deno.test(task(11, "a file that may not be written to can still be read", {
  because: "the entries are there: why should nobody see them?",
  likely: "something is written at every start, or by every GET (PRAGMA " +
    "journal_mode = WAL fails for a file that has no log: go on without); or " +
    "the file stays open, and after chmod nobody opens it again",
  try: "chmod a-w guestbook.db*",
  needs: POSIX,
}, async () => {
  await forEachRow({
    "with a log": "WAL",
    "without one": "DELETE",
  }, async (mode) => {
    await using directory = await TempDir.create();
    const { database } = fileIn(directory);
    {
      await using server = await start(serve, { database });
      await sign(server, "Ada");
    }
    expectFile(database);
    run(database, `PRAGMA journal_mode = ${mode}`);
    await Deno.chmod(directory.path, 0o777);
    await Deno.chmod(database, 0o444);
    await asNobody(async () => {
      await using server = await start(serve, { database });
      expectEntries(await server.exchange(get("/")), [["Ada"]]);
      const response = await server.exchange(submit(ADA));
      expectTrouble(response, database, { typed: ADA });
      expectLogged(server, database, 1, /read-?only/i);
      makeWritable(directory);
      expectStored(await server.exchange(submit(ADA)));
    });
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
  likely:
    "the database is opened once, in serve() or in guestbook(): open it " +
    "when it is needed, and after an error anew",
  try: "echo 'no database' > /tmp/guestbook.db",
}, async () => {
  await using elsewhere = await TempDir.create();
  const rows: Record<string, [bytes: Uint8Array, reason: RegExp]> = {
    "a text": [
      new TextEncoder().encode("no database\n".repeat(1000)),
      /not a database/i,
    ],
    "a database full of holes": [
      await makeDamaged(elsewhere),
      /malformed|corrupt/i,
    ],
  };
  for (const [name, sql] of Object.entries(NOT_OURS)) {
    const database = elsewhere.resolve(`${name}.db`);
    run(database, sql);
    rows[`the file of ${name}`] = [await Deno.readFile(database), /./];
  }
  await forEachRow(rows, async ([bytes, reason]) => {
    await using directory = await TempDir.create();
    const { database } = fileIn(directory);
    await Deno.writeFile(database, bytes);
    await using server = await start(serve, { database });
    expectTrouble(await server.exchange(get("/")), database);
    expectLogged(server, database, 1, reason);
    const response = await server.exchange(submit(ADA));
    expectTrouble(response, database, { typed: ADA });
    expectStatus(await server.exchange(get("/style.css")), 200);
    await variant("mended", async () => {
      await Deno.remove(database);
      expectStored(await server.exchange(submit(ADA)));
      expectEntries(await server.exchange(get("/")), [["Ada"]]);
    });
  });
}));

Deno.test(task(11, "a path that cannot be opened again is answered 503", {
  because: "RFC 9110 section 15.6.4: an administrator may put the file back",
  likely:
    "the error of SQLite becomes the bare 500 of the engine; or the entry " +
    "goes to the file that was removed: open the path again, and if that " +
    "fails, show the form with what was typed",
  needs: POSIX,
}, async () => {
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
}));

const NOT_ASYNC =
  "busy_timeout: with it, SQLite waits and nothing else runs. Leave it at 0, " +
  "and when it says SQLITE_BUSY rest for some milliseconds with await, then " +
  "try again; nobody who only reads has to wait";

Deno.test(task(11, "while one entry waits, everybody else is served", {
  because: "SQLite waits within the only thread that JavaScript has",
  likely: NOT_ASYNC,
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using server = await start(serve, { database, busyTimeoutMs: 1500 });
  await sign(server, "First");
  using writer = new DatabaseSync(database);
  writer.exec("BEGIN IMMEDIATE");
  const waiting = await server.connect();
  await waiting.send(submit(ADA));
  await pauseUndisturbed();
  await variant("the page meanwhile", async () => {
    expectEntries(await server.exchange(get("/")), [["First"]]);
  });
  writer.exec("COMMIT");
  await variant("the entry, when the file is free again", async () => {
    expectStored(await waiting.readResponse());
  });
}));

/** Lets time pass; the server and this test are parts of one program. */
async function pauseUndisturbed(): Promise<void> {
  const before = performance.now();
  await pause(PAUSE_MS);
  const ms = Math.round(performance.now() - before);
  if (ms < PAUSE_MS + LATE_MS) return;
  throw new Failure(`for ${ms} ms nobody was served`, {
    expected: "while a request waits for the file, all others are served",
    likely: NOT_ASYNC,
  });
}

Deno.test(task(11, "for a client who has gone, nobody waits on", {
  because:
    "request.signal aborts when the client has gone, or the server stops",
  likely: "whoever waits does not look at request.signal: setTimeout of " +
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
  await pauseUndisturbed();
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
