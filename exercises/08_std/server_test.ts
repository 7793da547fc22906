/**
 * The suite of stage 08, tasks 1 to 3: a server, its files, its guestbook. The
 * other suites, in the order of the tasks: `stages_test.ts` (the requests of the
 * stages before that are answered as they were), `trouble_test.ts` (what goes
 * wrong), `differences_test.ts` (what is answered otherwise).
 *
 * @module
 */

import { assert, assertEquals, assertMatch } from "@std/assert";
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
import { serve, serveFetch } from "./server.ts";
import { createSite } from "./temporary_site.ts";

const task = suite(import.meta.url);

/** What Deno 2.9 says as soon as a handler looks at `request.signal`. */
const DENO_ON_SIGNALS = /^Deno\.serve: request\.signal .*\n/m;

const WWW = new URL("../../fixtures/www/", import.meta.url);

Deno.test(task(1, "serveFetch answers a request with the handler's Response", {
  because: "Fetch Standard section 5.5: a Response has status, fields, body",
  often: "Deno.serve(options, handler) returns an HttpServer: give back its " +
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
    often: "fsRoot is a path, and relative to the working directory: " +
      "fromFileUrl of @std/path makes one of a URL; the root is options.root, " +
      "or SITE",
    try: "curl -i http://127.0.0.1:8000/style.css",
  }, async () => {
    await using site = await createSite({ "notes/tcp.txt": "Bytes" });
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
    const { root } = site.options;
    for (const given of [root, new URL(`file://${root}/`)]) {
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
    often:
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

Deno.test(task(2, "every request has one line in the log", {
  often: "serveDir and Deno.serve write on the console, each in its own way: " +
    "the log is options.log, the line is written where handlers are called",
}, async () => {
  await using site = await createSite({ "tea.txt": "green" });
  await using server = await start(serve, site.options);
  await server.exchange(get("/tea.txt?sugar=2"));
  await server.exchange(get("/coffee.txt"));
  await server.exchange(submit(ADA));
  const lines = [["GET /tea.txt?sugar=2", "200"], ["GET /coffee.txt", "404"], [
    "POST /",
    "303",
  ]];
  for (const [index, [request, status]] of lines.entries()) {
    const line = await server.logged(request);
    const expected =
      `line ${index + 1} tells address, method, target and status: ` +
      `127.0.0.1:41231 "${request}" ${status}`;
    const fits = line === server.log[index] && line.includes(status) &&
      line.includes("127.0.0.1:");
    if (fits) continue;
    throw new Failure(`the log has the line ${line}`, { expected });
  }
  assertEquals(server.log.length, 3, server.log.join("\n"));
}));

Deno.test(task(2, "as a program it prints its URL, and ends on Ctrl-C", {
  because: "who starts the program reads one line, and knows where to click",
  often: "Deno.serve prints a line of its own, unless there is an onListen " +
    "that does not; serveDir logs, unless it is quiet",
  try: "deno run -A exercises/08_std/server.ts",
}, async () => {
  await using site = await createSite();
  const { root, database } = site.options;
  const url = import.meta.resolve("./server.ts");
  const args = ["--port=0", `--root=${root}`, `--database=${database}`];
  await using program = Program.start(url, args, root);
  await program.url();
  await sign(program, "Ada");
  const connection = await program.connect();
  await connection.send(get("/nothing"));
  expectStatus(await connection.readResponse(), 404);
  await program.line(/\/nothing.*404/, "line of the log");
  const { code, stdout, stderr } = await program.interrupt();
  assertEquals(stderr.replace(DENO_ON_SIGNALS, ""), "", "on stderr");
  const [first, ...log] = stdout.trimEnd().split("\n");
  assertMatch(first, /^http:\/\/127\.0\.0\.1:\d+\/$/);
  assertEquals(log.length, 2, stdout);
  assertEquals(code, 0, "the exit code");
}));

Deno.test(task(3, "GET / is the guestbook, whatever files there are", {
  often: "/ has to be a route of its own: else serveDir sends the index.html",
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
  expectBody(await server.exchange(get("/index.html")), "<p>Index");
}));

Deno.test(task(3, "what is posted to / is answered 303, and stays", {
  because: "RFC 9110 section 15.4.4",
  often: "the route is for GET only: leave out its method, the guestbook " +
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
