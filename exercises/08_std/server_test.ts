/**
 * The suite of stage 08, tasks 1 to 3: a server, its files, its guestbook. The
 * other suites, in the order of the tasks: `stages_test.ts` (the requests of the
 * stages before that are answered as they were), `trouble_test.ts` (what goes
 * wrong), `end_test.ts` (how it stops), `differences_test.ts` (what is answered
 * otherwise).
 *
 * @module
 */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { toFileUrl } from "@std/path";
import {
  expectBody,
  expectField,
  expectStatus,
  Failure,
  get,
  Program,
  start,
  suite,
  variant,
} from "../../kit/mod.ts";
import {
  ADA,
  expectEntries,
  expectForm,
  expectStored,
  sign,
  submit,
} from "../07_database/guestbook_client.ts";
import { serve, serveFetch, type Server } from "./server.ts";
import { createSite } from "./temporary_site.ts";

const task = suite(import.meta.url);

/** What Deno 2.9 says as soon as a handler looks at `request.signal`. */
const DENO_ON_SIGNALS = /^Deno\.serve: request\.signal .*\n/m;

const WWW = new URL("../../fixtures/www/", import.meta.url);

Deno.test(task(1, "serveFetch answers a request with the handler's Response", {
  because: "Fetch Standard section 5.5: a Response has status, fields, body",
  likely: "Deno.serve(options, handler) returns an HttpServer: give back its " +
    "addr and finished, and shutdown() and [Symbol.asyncDispose]()",
  try: "curl -i http://127.0.0.1:8000/style.css",
}, async () => {
  await using server = await start((options) =>
    serveFetch(options, ({ method, url }, { remoteAddr }) => {
      const { pathname } = new URL(url);
      const who = remoteAddr.hostname;
      const headers = { "X-Course": "sockets" };
      return new Response(`${method} ${pathname} ${who}`, {
        status: 201,
        headers,
      });
    })
  );
  const response = await server.exchange(get("/tea"));
  expectStatus(response, 201);
  expectField(response, "X-Course", "sockets");
  expectBody(response, "GET /tea 127.0.0.1");
}));

Deno.test(
  task(1, "a file below the root is sent, byte for byte and with its type", {
    likely: "fsRoot is a path, and relative to the working directory: " +
      "fromFileUrl of @std/path makes one of a URL; the root is options.root, " +
      "or SITE",
    try: "curl -i http://127.0.0.1:8000/style.css",
  }, async () => {
    await using site = await createSite();
    const { database } = site.options;
    await using server = await start(serve, { database });
    const files = [["style.css", "text/css; charset=UTF-8"], [
      "test.jpg",
      "image/jpeg",
    ]];
    for (const [name, type] of files) {
      await variant(name, async () => {
        const response = await server.exchange(get(`/${name}`));
        expectStatus(response, 200);
        expectField(response, "Content-Type", type);
        expectBody(response, await Deno.readFile(new URL(name, WWW)));
      });
    }
    await site.directory.write("grüne Dateien/notes/tcp.txt", "Bytes");
    const root = site.directory.resolve("grüne Dateien");
    for (const given of [root, toFileUrl(`${root}/`)]) {
      await variant(`with the root ${given}`, async () => {
        await using server = await start(serve, { root: given, database });
        const response = await server.exchange(get("/notes/tcp.txt"));
        expectStatus(response, 200);
        expectBody(response, "Bytes");
      });
    }
  }),
);

Deno.test(
  task(2, "it listens on 127.0.0.1 only, and after shutdown() not at all", {
    because:
      "Deno.serve listens on 0.0.0.0 by default: everybody could connect",
    likely:
      "hostname is not handed on to Deno.serve; or shutdown() does nothing",
  }, async () => {
    await using server = await start((options) =>
      serveFetch(options, () => new Response("Hello"))
    );
    const { transport, hostname, port } = server.addr;
    assertEquals([transport, hostname], ["tcp", "127.0.0.1"], "the address");
    expectBody(await server.exchange(get("/")), "Hello");
    await server.shutdown();
    await server.finished;
    const refused = await Deno.connect({ port }).then((connection) => {
      connection.close();
      return false;
    }, () => true);
    assert(refused, "the server still accepts connections after shutdown()");
  }),
);

Deno.test(task(2, "where it cannot listen, serveFetch throws at once", {
  because: "the person at the keyboard reads which port is in use",
  likely: "hostname and port are handed on to Deno.serve as they are; " +
    "with reusePort two servers would share one port, and the requests",
  try: "deno run -A exercises/08_std/server.ts (in two terminals)",
}, async () => {
  await using server = await start((options) => serveFetch(options, hello));
  const { port } = server.addr;
  await variant("a port that is taken", () =>
    expectNoServer(
      () => serveFetch({ port, log() {} }, hello),
      "AddrInUse",
    ));
  // An address for documentation, RFC 5737: no machine has it.
  const hostname = "192.0.2.1";
  await variant(`the hostname ${hostname}`, () =>
    expectNoServer(
      () => serveFetch({ hostname, port: 0, log() {} }, hello),
      "AddrNotAvailable",
    ));
}));

const LOGGED: readonly [request: string, asked: string, status: number][] = [
  [get("/tea.txt?sugar=2"), "GET /tea.txt?sugar=2", 200],
  [get("/coffee.txt"), "GET /coffee.txt", 404],
  [get("/tea.txt?part", "Range: bytes=0-1"), "GET /tea.txt?part", 206],
  [get("/./tea.txt"), "GET /./tea.txt", 200],
  [get("/tea.txt?brew").replace("GET", "brew"), "brew /tea.txt?brew", 405],
  [get("/x%22%20200%0A10.0.0.1"), "GET /x%22%20200%0A10.0.0.1", 404],
];

Deno.test(task(2, "every request has one line in the log", {
  because: "a target that is decoded, %0A, would begin a line of its own",
  likely:
    "serveDir and Deno.serve write on the console, each in its own way: " +
    "the log is options.log, the line is written where handlers are called, " +
    "of info.remoteAddr, request.method, request.url as it came, and the " +
    "response's status",
}, async () => {
  await using site = await createSite({ "tea.txt": "green" });
  await using server = await start(serve, site.options);
  for (const [index, [request, asked, status]] of LOGGED.entries()) {
    await variant(asked, async () => {
      const connection = await server.connect();
      await connection.send(request);
      await connection.readResponse();
      await connection.destroy();
      await server.logged(asked.split(" ")[1]);
      const { hostname, port } = connection.localAddr;
      const wanted = `${hostname}:${port} "${asked}" ${status}`;
      const line = server.log[index];
      if (line === wanted) return;
      throw new Failure(`line ${index + 1} of the log is ${line}`, {
        expected: `the client's address, method and target as they came, ` +
          `status: ${wanted}`,
      });
    });
  }
  assertEquals(server.log.length, LOGGED.length, server.log.join("\n"));
}));

Deno.test(task(2, "as a program it prints its URL, and ends on Ctrl-C", {
  because: "who starts the program reads one line, and knows where to click",
  likely: "Deno.serve prints a line of its own, unless there is an onListen " +
    "that does not; serveDir logs, unless it is quiet; runProgram is to know " +
    "the flags root and database; SITE is found from import.meta.url",
  try: "deno run -A exercises/08_std/server.ts",
}, async () => {
  await using site = await createSite();
  const { root, database } = site.options;
  const url = import.meta.resolve("./server.ts");
  const args = ["--port=0", `--database=${database}`];
  await using program = Program.start(url, args, root);
  await program.url();
  for (const [path, status] of [["/style.css", 200], ["/none", 404]] as const) {
    await variant(path, async () => {
      const connection = await program.connect();
      await connection.send(get(path));
      expectStatus(await connection.readResponse(), status);
      await connection.destroy();
      await program.line(RegExp(`${path}.*${status}`), "line of the log");
    });
  }
  const { code, stdout, stderr } = await program.interrupt();
  assertEquals(stderr.replace(DENO_ON_SIGNALS, ""), "", "on stderr");
  const [first, ...log] = stdout.trimEnd().split("\n");
  assertMatch(first, /^http:\/\/127\.0\.0\.1:\d+\/$/);
  assertEquals(log.length, 2, `one line per request:\n${stdout}`);
  assertEquals(code, 0, "the exit code");
}));

Deno.test(task(3, "GET / is the guestbook, whatever files there are", {
  likely: "/ has to be a route of its own: else serveDir sends the index.html",
  try: "curl -i http://127.0.0.1:8000/",
}, async () => {
  await using site = await createSite({ "index.html": "<p>Index" });
  await using server = await start(serve, site.options);
  for (const path of ["/", "/?page=1"]) {
    await variant(path, async () => {
      const response = await server.exchange(get(path));
      expectStatus(response, 200);
      expectForm(response, { firstname: "", message: "" });
    });
  }
  await variant(`Host: ${server.host}`, async () => {
    const request = get("/").replace("localhost", server.host);
    const response = await server.exchange(request);
    expectForm(response, { firstname: "", message: "" });
  }, {
    likely: 'the pattern is for one host: new URLPattern({ pathname: "/" }) ' +
      "needs no base URL, and fits every host",
  });
  expectBody(await server.exchange(get("/index.html")), "<p>Index");
}));

Deno.test(task(3, "what is posted to / is answered 303, and stays", {
  because: "RFC 9110 section 15.4.4",
  likely: "the route is for GET only: leave out its method, the guestbook " +
    'knows its own; its pattern is { pathname: "/" }, and nothing below',
  try: "curl -i -d 'firstname=Ada' -d 'message=Hello' http://127.0.0.1:8000/",
}, async () => {
  await using site = await createSite({ "notes/tcp.txt": "Bytes" });
  {
    await using server = await start(serve, site.options);
    expectStored(await server.exchange(submit(ADA)));
    await sign(server, "Grace");
    expectEntries(await server.exchange(get("/")), [["Grace"], ["Ada"]]);
    await variant("posted elsewhere", async () => {
      const request = submit(ADA, "/notes/tcp.txt");
      expectStatus(await server.exchange(request), 405);
    });
  }
  await using server = await start(serve, site.options);
  await variant("after a restart", async () => {
    expectEntries(await server.exchange(get("/")), [["Grace"], ["Ada"]]);
  });
}));

Deno.test(task(3, "which file is the database, databasePath says", {
  because: "a guestbook that nobody finds again is lost",
  likely: "guestbook() gets databasePath(options.database): that reads " +
    "GUESTBOOK_DATABASE, and throws the UsageError",
  try: "deno run -A exercises/08_std/server.ts --database /no/such/file.db",
}, async () => {
  await using site = await createSite();
  const { root, database } = site.options;
  const before = Deno.env.get("GUESTBOOK_DATABASE");
  Deno.env.set("GUESTBOOK_DATABASE", database);
  try {
    await using server = await start(serve, { root });
    await sign(server, "Ada");
  } finally {
    if (before === undefined) Deno.env.delete("GUESTBOOK_DATABASE");
    else Deno.env.set("GUESTBOOK_DATABASE", before);
  }
  await variant("GUESTBOOK_DATABASE", async () => {
    await using server = await start(serve, site.options);
    expectEntries(await server.exchange(get("/")), [["Ada"]]);
  });
  await variant("a directory that is missing", () => {
    const database = `${root}/nothing/guestbook.db`;
    return expectNoServer(
      () => serve({ port: 0, root, database, log() {} }),
      "UsageError",
    );
  });
}));

function hello(): Response {
  return new Response("Hello");
}

/** Expects an error of that name: a class may be loaded twice, for two stages. */
async function expectNoServer(
  listen: () => Server,
  name: string,
): Promise<void> {
  let outcome: unknown;
  try {
    const server = listen();
    await server.shutdown();
    outcome = "it listens";
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === name) return;
    outcome = `${thrown} was thrown`;
  }
  throw new Failure(`${outcome}, where nobody can listen`, {
    expected: `${name} is thrown`,
  });
}
