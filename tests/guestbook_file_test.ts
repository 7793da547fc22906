/**
 * The file of the guestbook is moved, replaced or removed while it is open, or
 * has strange entries: what the suite of stage 07 does not ask of a learner.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { get, pause, start, TempDir } from "../kit/mod.ts";
import {
  ADA,
  expectEntries,
  expectStored,
  sign,
  submit,
} from "../exercises/07_database/guestbook_client.ts";
import { serve } from "../solutions/07_database.ts";
import { ROOT } from "./deno_command.ts";

const ignore = Deno.build.os === "windows";

/** How long the program may take to open the file, in milliseconds. */
const DEADLINE_MS = 10_000;

/** Whose entries a file has, the oldest first. */
function namesIn(path: string): string[] {
  using database = new DatabaseSync(path, { readOnly: true });
  const rows = database.prepare("SELECT firstname FROM entry ORDER BY id");
  return rows.all().map(({ firstname }) => `${firstname}`);
}

Deno.test(
  "a file that was moved away keeps its entries",
  { ignore },
  async () => {
    await using directory = await TempDir.create();
    const database = directory.resolve("guestbook.db");
    await using server = await start(serve, { database });
    await sign(server, "Grace");
    // Without the log, in which the entry still is.
    await Deno.rename(database, directory.resolve("old.db"));
    await sign(server, "Ada");
    assertEquals(namesIn(directory.resolve("old.db")), ["Grace"]);
    assertEquals(namesIn(database), ["Ada"]);
  },
);

Deno.test(
  "a file that replaces another is not damaged by its log",
  { ignore },
  async () => {
    await using directory = await TempDir.create();
    const database = directory.resolve("guestbook.db");
    const backup = directory.resolve("backup.db");
    {
      await using other = await start(serve, { database: backup });
      await sign(
        other,
        ...Array.from({ length: 50 }, (_, index) => `${index}`),
      );
    }
    await using server = await start(serve, { database });
    await sign(server, "Grace");
    await Deno.rename(backup, database);
    await sign(server, "Ada");
    assertEquals(namesIn(database).length, 51);
    using connection = new DatabaseSync(database);
    const [row] = connection.prepare("PRAGMA integrity_check").all();
    assertEquals({ ...row }, { integrity_check: "ok" });
  },
);

Deno.test(
  "an entry is not written to a log that was removed",
  { ignore },
  async () => {
    await using directory = await TempDir.create();
    const database = directory.resolve("guestbook.db");
    await using server = await start(serve, { database });
    await sign(server, "Grace");
    await Deno.remove(`${database}-wal`);
    await sign(server, "Ada");
    // What another process would find after kill -9.
    await Deno.copyFile(database, directory.resolve("copy.db"));
    await Deno.copyFile(`${database}-wal`, directory.resolve("copy.db-wal"));
    assertEquals(namesIn(directory.resolve("copy.db")), ["Grace", "Ada"]);
  },
);

Deno.test({
  name: "the CGI program does not write to a file that was removed",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using directory = await TempDir.create();
    const database = directory.resolve("guestbook.db");
    {
      await using server = await start(serve, { database });
      await sign(server, "Grace");
    }
    const writer = new DatabaseSync(database);
    writer.exec("BEGIN IMMEDIATE");
    const program = startCgi(database);
    await untilOpen(program.pid, database);
    for await (const { name } of Deno.readDir(directory.path)) {
      await Deno.remove(directory.resolve(name));
    }
    writer.close();
    const { stdout } = await program.output();
    assertStringIncludes(new TextDecoder().decode(stdout), "Status: 303\n");
    assertEquals(namesIn(database), ["Ada"]);
  },
});

/** Starts the program as a server does for a form that Ada has sent. */
function startCgi(database: string): Deno.ChildProcess {
  const body = new URLSearchParams({ ...ADA }).toString();
  const program = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", new URL("cgi-bin/guestbook.ts", ROOT).pathname],
    env: {
      CONTENT_LENGTH: `${body.length}`,
      GUESTBOOK_DATABASE: database,
      REQUEST_METHOD: "POST",
      SCRIPT_NAME: "/cgi-bin/guestbook.ts",
      SERVER_NAME: "localhost",
      SERVER_PORT: "8000",
    },
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  new Blob([body]).stream().pipeTo(program.stdin);
  return program;
}

/** Waits until a process has opened a file. */
async function untilOpen(pid: number, path: string): Promise<void> {
  const giveUp = Date.now() + DEADLINE_MS;
  while (Date.now() < giveUp) {
    // A descriptor may be closed between the two calls.
    const open = [...Deno.readDirSync(`/proc/${pid}/fd`)].map(({ name }) => {
      try {
        return Deno.readLinkSync(`/proc/${pid}/fd/${name}`);
      } catch {
        return undefined;
      }
    });
    // The log is opened last.
    if (open.includes(`${path}-wal`)) return;
    await pause(1);
  }
  throw new Error(`The program has not opened ${path}`);
}

for (const posted of ["9e15", "-9223372036854775807", "9223372036854775807"]) {
  Deno.test(`an entry with the time ${posted} is shown without it`, async () => {
    await using directory = await TempDir.create();
    const database = directory.resolve("guestbook.db");
    await using server = await start(serve, { database });
    await sign(server, "Grace");
    {
      using connection = new DatabaseSync(database);
      connection.exec(`UPDATE entry SET posted = ${posted}`);
    }
    expectEntries(await server.exchange(get("/")), [["Grace"]]);
    expectStored(await server.exchange(submit(ADA)));
  });
}

Deno.test("a log that throws costs no answer of the guestbook", async () => {
  await using directory = await TempDir.create();
  const database = directory.resolve("guestbook.db");
  await Deno.writeTextFile(database, "no database\n".repeat(1000));
  const isTold = Promise.withResolvers<void>();
  await using server = await start((options) =>
    serve({
      ...options,
      database,
      log(line) {
        if (!line.includes(database)) return options.log(line);
        isTold.resolve();
        throw new Error("No space left on device");
      },
    })
  );
  const response = await server.exchange(submit(ADA));
  assertEquals(response.status, 503);
  await isTold.promise;
  assert(new TextDecoder().decode(response.body).includes("Ada"));
});

Deno.test("the guestbook as a program redirects a client without Host to the server", async () => {
  await using directory = await TempDir.create();
  const database = directory.resolve("guestbook.db");
  await using server = await start(serve, { database });
  const form = "firstname=Ada&message=Hello";
  const path = "/cgi-bin/guestbook.ts";
  const response = await server.exchange(
    `POST ${path} HTTP/1.0\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
      `Content-Length: ${form.length}\r\n\r\n${form}`,
    { silenceMs: DEADLINE_MS },
  );
  assertEquals(response.status, 303);
  assertEquals(
    response.headers.get("Location"),
    `http://127.0.0.1:${server.addr.port}${path}`,
  );
});
