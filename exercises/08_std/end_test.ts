/**
 * The suite of stage 08, task 8: the end, and what is left when it has come.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  expectStatus,
  get,
  Moment,
  pause,
  start,
  suite,
  variant,
} from "../../kit/mod.ts";
import { ADA, sign, submit } from "../07_database/guestbook_client.ts";
import { serve, serveFetch, type Server } from "./server.ts";
import { createSite, type TemporarySite } from "./temporary_site.ts";

const task = suite(import.meta.url);

Deno.test(task(8, "shutdown() ends although a client does not read", {
  because: "HttpServer.shutdown() waits until all that was asked for is sent",
  likely: "it is Deno's shutdown() that is called: the option signal of " +
    "Deno.serve cuts what is open, and that is enough",
}, async () => {
  await using site = await createSite({
    "large.bin": new Uint8Array(16 * 1024 * 1024),
  });
  await using server = await start(serve, site.options);
  const connection = await server.connect();
  await connection.send(get("/large.bin"));
  expectStatus(await connection.readResponse({ method: "HEAD" }), 200);
  const idle = await server.connect();
  await idle.send("GET / HT");
  await server.shutdown();
  await server.shutdown();
}));

/** Whoever waits for one of these may use anew what the server has used. */
const ENDS: readonly [name: string, end: (server: Server) => unknown][] = [
  ["finished", (server) => {
    server.shutdown();
    return server.finished;
  }],
  ["shutdown()", (server) => server.shutdown()],
  ["shutdown(), called again,", (server) => {
    server.shutdown();
    return server.shutdown();
  }],
  ["[Symbol.asyncDispose]()", (server) => server[Symbol.asyncDispose]()],
];

Deno.test(task(8, "finished waits for the handlers that still run", {
  because: "what a handler uses, a database, may be closed after that only",
  likely:
    "HttpServer.finished settles when the connections are cut: keep the " +
    "promises of all handlers that run, await these too, and return this " +
    "promise from shutdown() and [Symbol.asyncDispose]()",
}, async () => {
  for (const [name, end] of ENDS) {
    await variant(name, () => expectNobodyRuns(name, end));
  }
}));

/** Ends a server while two handlers run, the second one longer than the first. */
async function expectNobodyRuns(
  name: string,
  end: (server: Server) => unknown,
) {
  using began = new Moment("both handlers are called");
  using allowed = new Moment("the handlers may answer");
  using over = new Moment("both handlers have returned");
  using ended = new Moment(`${name} settles`);
  let called = 0;
  let returned = 0;
  let subject: Server | undefined;
  await using server = await start((options) =>
    subject = serveFetch(options, async () => {
      const number = ++called;
      if (number === 2) began.happen();
      await allowed.promise;
      await pause(50 * number);
      if (++returned === 2) over.happen();
      return new Response("late");
    })
  );
  for (const path of ["/first", "/second"]) {
    const connection = await server.connect();
    await connection.send(get(path));
  }
  await began.expect();
  let running = 0;
  const ending = Promise.resolve(end(subject!)).then(() => {
    running = called - returned;
    ended.happen();
  });
  allowed.happen();
  await over.expect();
  await ended.expect();
  await ending;
  assert(running === 0, `${name} has settled while a handler was running`);
}

Deno.test(task(8, "what was answered is not kept", {
  because: "a server runs for months: a Response per request fills the memory",
  likely: "the promise of a handler stays in the Set: delete it when it has " +
    "settled",
}, async () => {
  const answers: WeakRef<Response>[] = [];
  await using server = await start((options) =>
    serveFetch(options, () => {
      const response = new Response("Hello");
      answers.push(new WeakRef(response));
      return response;
    })
  );
  for (let count = 0; count < 10; count++) await server.exchange(get("/"));
  // What this turn has touched stays until the next.
  await pause(1);
  collectGarbage();
  const kept = answers.filter((answer) => answer.deref()).length;
  assert(kept < answers.length, `all ${kept} responses are still in memory`);
}));

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}

Deno.test(task(8, "in the end the database is closed, whoever waits for it", {
  because:
    "the last one who closes a database with a write-ahead log removes " +
    "the log",
  likely: "nobody calls [Symbol.dispose]() of the guestbook; or a request " +
    "waits for the file, and request.signal does not reach it",
}, async () => {
  await using site = await createSite();
  const { database } = site.options;
  await using server = await start(serve, site.options);
  await sign(server, "Ada");
  {
    using writer = new DatabaseSync(database);
    writer.exec("BEGIN IMMEDIATE");
    const connection = await server.connect();
    await connection.send(submit(ADA));
    // By then the request waits for the file.
    await pause(100);
    await server.shutdown();
    await server.finished;
  }
  expectClosed(site);
  for (const [name, end] of ENDS) {
    await variant(`after ${name}`, async () => {
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

/** At once: a moment later it may be closed all the same. */
function expectClosed({ directory }: TemporarySite): void {
  const names = [...Deno.readDirSync(directory.path)].map(({ name }) => name);
  const expected = ["guestbook.db", "www"];
  assertEquals(names.sort(), expected, "the database is still open");
}
