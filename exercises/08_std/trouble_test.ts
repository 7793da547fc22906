/**
 * The suite of stage 08, tasks 6 to 8: what goes wrong, and what an attacker
 * would try.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import {
  expectBody,
  expectNotInBody,
  expectStatus,
  get,
  Moment,
  pause,
  Program,
  start,
  type Subject,
  suite,
  variant,
} from "../../kit/mod.ts";
import { ADA, sign, submit } from "../07_database/guestbook_client.ts";
import { serve, serveFetch } from "./server.ts";
import { createSite } from "./temporary_site.ts";

const task = suite(import.meta.url);

/** Links and sockets as only POSIX has them: Windows skips the test. */
const POSIX = ["ln", "mkfifo"];

const SECRET = "the secret that nobody may read";

Deno.test(
  task(6, "a handler that throws is answered 500, and told to the log", {
    because: "RFC 9110 section 15.6.1; what went wrong is for the log alone",
    often: "Deno.serve prints the error on the console by itself: catch it " +
      "where the handler is called",
  }, async () => {
    await using server = await start((options) =>
      serveFetch(options, ({ url }) => {
        if (url.endsWith("/tea")) throw new Error("the kettle is at 10.0.0.7");
        if (url.endsWith("/soon")) {
          return Promise.reject(new Error("no kettle"));
        }
        return new Response("Hello");
      })
    );
    for (
      const [path, reason] of [["/tea", "10.0.0.7"], ["/soon", "no kettle"]]
    ) {
      await variant(path, async () => {
        const response = await server.exchange(get(path));
        expectStatus(response, 500);
        expectNotInBody(response, reason);
        await server.logged(reason);
      });
    }
    expectBody(await server.exchange(get("/")), "Hello");
  }),
);

const OUTSIDE: readonly [name: string, target: string][] = [
  ["out.txt", "../secret.txt"],
  ["sibling.txt", "../www-secret/secret.txt"],
  ["aside", "../www-secret"],
  ["hidden.txt", ".env"],
  ["git", ".git"],
  ["nowhere.txt", "nothing.txt"],
  ["circle", "circle"],
];

Deno.test(task(7, "a link that leads out, or to what is hidden, is 404", {
  because:
    "serveDir follows every link, and looks only at the names in the URL",
  often:
    "Deno.realPath() tells where a path leads: no name of relative(root, " +
    "realPath) may begin with a dot, .. among them; root has to be real too",
  needs: POSIX,
}, async () => {
  await using site = await createSite({
    "page.html": "<p>Page",
    ".env": SECRET,
    ".git/config": SECRET,
  });
  const { directory, options } = site;
  await directory.write("secret.txt", SECRET);
  await directory.write("www-secret/secret.txt", SECRET);
  for (const [name, target] of OUTSIDE) {
    await Deno.symlink(target, `${options.root}/${name}`);
  }
  await Deno.symlink("page.html", `${options.root}/inside.html`);
  await Deno.symlink("www", directory.resolve("linked root"));
  const root = directory.resolve("linked root");
  await using server = await start(serve, { ...options, root });
  const paths = [
    ...OUTSIDE.map(([name]) => `/${name}`),
    "/aside/secret.txt",
    "/git/config",
    "/.env",
    "/%2egit/config",
  ];
  await expectNotFound(server, paths);
  await variant("a link within the root", async () => {
    expectBody(await server.exchange(get("/inside.html")), "<p>Page");
  });
}));

Deno.test(task(7, "no spelling of .. leads out of the root", {
  because: "what the URL parser folds leads to the root, what it does not " +
    "fold, ..%2f, must not lead above it",
  often: "what is joined and looked at is another path than serveDir's: " +
    "decodeURIComponent of the URL's pathname",
  try: "curl -i --path-as-is http://127.0.0.1:8000/../form.html",
}, async () => {
  await using site = await createSite({ "page.html": "<p>Page" });
  await site.directory.write("secret.txt", SECRET);
  await site.directory.write("www-secret/secret.txt", SECRET);
  await using server = await start(serve, site.options);
  await expectNotFound(server, [
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e%2fsecret.txt",
    "/..%2fwww-secret%2fsecret.txt",
    "/..%2fguestbook.db",
    "/%252e%252e/secret.txt",
    "/..\\secret.txt",
    `/${site.directory.path}/secret.txt`,
  ]);
}));

Deno.test(task(7, "what is neither a file nor a directory is 404", {
  because: "serveDir opens it: a named pipe keeps a thread of the server " +
    "waiting, for ever",
  often: "Deno.stat() before serveDir: isFile or isDirectory",
  needs: POSIX,
}, async () => {
  await using site = await createSite();
  await using server = await start(serve, site.options);
  const path = `${site.options.root}/socket`;
  using _socket = Deno.listen({ transport: "unix", path });
  await variant("a socket", () => expectNotFound(server, ["/socket"]));
  await variant("a named pipe", async () => {
    const pipe = `${site.options.root}/pipe`;
    await new Deno.Command("mkfifo", { args: [pipe] }).output();
    // Whoever opens it all the same need not wait for ever.
    using _both = await Deno.open(pipe, { read: true, write: true });
    await expectNotFound(server, ["/pipe"]);
  });
}));

Deno.test(task(7, "a malformed path is 400, an impossible one 404, never 500", {
  because: "RFC 9110 section 15.5.1: it is the client's mistake",
  often: "serveDir answers 500 to whatever it did not expect: " +
    "decodeURIComponent and new URL throw for what cannot be decoded or " +
    "parsed, and Deno.realPath for what no file system has",
  try: "curl -i http://127.0.0.1:8000/%zz",
}, async () => {
  await using site = await createSite({ "page.html": "<p>Page" });
  await using server = await start(serve, site.options);
  for (const path of ["/%", "/%zz", "/%FF", "/page.html%00", "/%C0%AE"]) {
    await variant(path, async () => {
      expectStatus(await server.exchange(get(path)), 400);
    });
  }
  await variant("Host: a b", async () => {
    const request = get("/page.html").replace("localhost", "a b");
    expectStatus(await server.exchange(request), 400);
  });
  const long = "x".repeat(300);
  await expectNotFound(server, [`/${long}`, "/page.html/more"]);
}));

Deno.test(task(7, "a root that is no directory is refused at the start", {
  often: "serveDir looks at fsRoot when it is asked: Deno.realPathSync in " +
    "serve, and a UsageError of program.ts",
  try: "deno run -A exercises/08_std/server.ts --root /no/such/directory",
}, async () => {
  await using site = await createSite({ "page.html": "<p>Page" });
  const { database } = site.options;
  const url = import.meta.resolve("./server.ts");
  for (const name of ["nothing", "page.html"]) {
    await variant(name, async () => {
      const root = `${site.options.root}/${name}`;
      const args = ["--port=0", `--root=${root}`, `--database=${database}`];
      await using program = Program.start(url, args);
      const { code, stderr } = await program.ending();
      assertEquals(code, 1, "the exit code");
      const isOneLine = /^[^\n]+\n?$/.test(stderr) && stderr.includes(root);
      assert(isOneLine, `one line on stderr names ${root}: ${stderr}`);
    });
  }
}));

Deno.test(task(8, "shutdown() ends although a client does not read", {
  because: "HttpServer.shutdown() waits until all that was asked for is sent",
  often: "it is Deno's shutdown() that is called: the option signal of " +
    "Deno.serve cuts what is open; never call both, that throws in Deno 2.9",
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

Deno.test(task(8, "finished waits for the handlers that still run", {
  because: "what a handler uses, a database, may be closed after that only",
  often: "HttpServer.finished settles when the connections are cut: keep the " +
    "promises of the handlers, and await these too",
}, async () => {
  using began = new Moment("the handler is called");
  using allowed = new Moment("the handler may answer");
  let isOver = false;
  await using server = await start((options) =>
    serveFetch(options, async () => {
      began.happen();
      await allowed.promise;
      await pause(50);
      isOver = true;
      return new Response("late");
    })
  );
  const connection = await server.connect();
  await connection.send(get("/"));
  await began.expect();
  const shutdown = server.shutdown();
  allowed.happen();
  await shutdown;
  await server.finished;
  assert(isOver, "finished has settled while a handler was running");
}));

Deno.test(task(8, "in the end the database is closed, whoever waits for it", {
  because:
    "the last one who closes a database with a write-ahead log removes " +
    "the log",
  often: "nobody calls [Symbol.dispose]() of the guestbook, or too early; or " +
    "a request waits for the file, and request.signal does not reach it",
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
  const names = (await Array.fromAsync(Deno.readDir(site.directory.path)))
    .map(({ name }) => name).sort();
  assertEquals(names, ["guestbook.db", "www"], "the database is still open");
}));

/** Expects 404 for each of the paths, and the secret for none of them. */
async function expectNotFound(
  server: Subject,
  paths: readonly string[],
): Promise<void> {
  for (const path of paths) {
    await variant(path, async () => {
      const response = await server.exchange(get(path));
      expectNotInBody(response, SECRET);
      expectStatus(response, 404);
    });
  }
}
