/**
 * The suite of stage 08, tasks 6 and 7: what goes wrong, and what an
 * attacker would try.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import {
  expectBody,
  expectNotInBody,
  expectStatus,
  Failure,
  get,
  Program,
  type ServerUnderTest,
  start,
  suite,
  variant,
} from "../../kit/mod.ts";
import { serve, serveFetch } from "./server.ts";
import { createSite, type TemporarySite } from "./temporary_site.ts";

const task = suite(import.meta.url);

/** Links and sockets as only POSIX has them: Windows skips the test. */
const POSIX = ["ln", "mkfifo"];

const SECRET = "the secret that nobody may read";

const THROWN: readonly [path: string, thrown: unknown, reason: string][] = [
  ["/tea", new Error("the kettle is at 10.0.0.7"), "10.0.0.7"],
  ["/lines", new Error("no kettle\nno tea"), "no kettle"],
  ["/null", null, "null"],
];

Deno.test(
  task(6, "a handler that throws is answered 500, and told to the log", {
    because: "RFC 9110 section 15.6.1; what went wrong is for the log alone, " +
      "where each request has one line",
    likely: "Deno.serve prints the error on the console by itself, and its " +
      "onError does not know the request: catch where the handler is called; " +
      "anything can be thrown, and a reason can have line ends: " +
      "JSON.stringify(`${error}`)",
  }, async () => {
    await using server = await start((options) =>
      serveFetch(options, ({ url }) => {
        const { pathname } = new URL(url);
        if (pathname === "/soon") return Promise.reject(new Error("no cup"));
        const row = THROWN.find(([path]) => path === pathname);
        if (row) throw row[1];
        return new Response("Hello");
      })
    );
    for (const [path, , reason] of [...THROWN, ["/soon", 0, "no cup"]]) {
      await variant(`${path}`, async () => {
        const connection = await server.connect();
        await connection.send(get(`${path}`));
        const response = await connection.readResponse();
        await connection.destroy();
        expectStatus(response, 500);
        expectNotInBody(response, `${reason}`);
        const line = await server.logged(`${reason}`);
        const { hostname, port } = connection.localAddr;
        const begin = `${hostname}:${port} "GET ${path}" 500 `;
        if (line.startsWith(begin) && !line.includes("\n")) return;
        throw new Failure(`the log has the line ${JSON.stringify(line)}`, {
          expected: `one line, without a line end in it: ${begin}…${reason}…`,
        });
      });
    }
    expectBody(await server.exchange(get("/")), "Hello");
    const lines = THROWN.length + 2;
    assertEquals(server.log.length, lines, server.log.join("\n"));
  }),
);

const OUTSIDE: readonly [name: string, target: string][] = [
  ["out.txt", "../secret.txt"],
  ["sibling.txt", "../www-secret/secret.txt"],
  ["aside", "../www-secret"],
  ["hidden.txt", ".env"],
  ["git", ".git"],
  ["inner", "notes/.git"],
  ["nowhere.txt", "nothing.txt"],
  ["circle", "circle"],
];

Deno.test(task(7, "a link that leads out, or to what is hidden, is 404", {
  because:
    "serveDir follows every link, and looks only at the names in the URL",
  likely:
    "Deno.realPath() tells where a path leads: no name of relative(root, " +
    "realPath) may begin with a dot, .. among them; root has to be real too; " +
    "it throws for what is not there: catch that",
  needs: POSIX,
}, async () => {
  await using site = await createSite({
    "page.html": "<p>Page",
    ".env": SECRET,
    ".git/config": SECRET,
    "notes/.git/config": SECRET,
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
    "/inner/config",
    "/.env",
    "/%2egit/config",
  ];
  await expectNotFound(server, site, paths);
  await variant("a link within the root", async () => {
    expectBody(await server.exchange(get("/inside.html")), "<p>Page");
  });
}));

Deno.test(task(7, "no spelling of .. leads out of the root", {
  because: "what the URL parser folds leads to the root, what it does not " +
    "fold, ..%2f, must not lead above it",
  likely: "what is joined and looked at is another path than serveDir's: " +
    "decodeURIComponent of the URL's pathname",
  try: "curl -i --path-as-is http://127.0.0.1:8000/../form.html",
}, async () => {
  await using site = await createSite({ "page.html": "<p>Page" });
  await site.directory.write("secret.txt", SECRET);
  await site.directory.write("www-secret/secret.txt", SECRET);
  await using server = await start(serve, site.options);
  await expectNotFound(server, site, [
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
  likely: "Deno.stat() before serveDir: isFile or isDirectory",
  needs: POSIX,
}, async () => {
  await using site = await createSite();
  await using server = await start(serve, site.options);
  const path = `${site.options.root}/socket`;
  using _socket = Deno.listen({ transport: "unix", path });
  await variant("a socket", () => expectNotFound(server, site, ["/socket"]));
  await variant("a named pipe", async () => {
    const pipe = `${site.options.root}/pipe`;
    await new Deno.Command("mkfifo", { args: [pipe] }).output();
    // Whoever opens it all the same need not wait for ever.
    using _both = await Deno.open(pipe, { read: true, write: true });
    await expectNotFound(server, site, ["/pipe"]);
  });
}));

Deno.test(task(7, "a malformed path is 400, an impossible one 404, never 500", {
  because: "RFC 9110 section 15.5.1: it is the client's mistake",
  likely: "serveDir answers 500 to whatever it did not expect: " +
    "decodeURIComponent and new URL throw for what cannot be decoded or " +
    "parsed, and Deno.realPath for what no file system has",
  try: "curl -i http://127.0.0.1:8000/%zz",
}, async () => {
  await using site = await createSite({ "page.html": "<p>Page" });
  await using server = await start(serve, site.options);
  for (
    const path of [
      "/%",
      "/%zz",
      "/%FF",
      "/page.html%00",
      "/page%00.html",
      "/%C0%AE",
    ]
  ) {
    await variant(path, async () => {
      expectStatus(await server.exchange(get(path)), 400);
    });
  }
  await variant("Host: a b", async () => {
    const request = get("/page.html").replace("localhost", "a b");
    expectStatus(await server.exchange(request), 400);
  });
  const long = "x".repeat(300);
  await expectNotFound(server, site, [`/${long}`, "/page.html/more"]);
}));

Deno.test(task(7, "a root that is no directory is refused at the start", {
  likely: "serveDir looks at fsRoot when it is asked: Deno.realPathSync in " +
    "serve, and a UsageError of program.ts; runProgram is to know the flags " +
    "root and database",
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

/** Expects 404 for each of the paths, and for none of them what is secret. */
async function expectNotFound(
  server: ServerUnderTest,
  { directory }: TemporarySite,
  paths: readonly string[],
): Promise<void> {
  for (const path of paths) {
    await variant(path, async () => {
      const response = await server.exchange(get(path));
      expectNotInBody(response, SECRET);
      expectStatus(response, 404);
      // Where the files are on the disk is nobody's business either.
      expectNotInBody(response, directory.path);
    });
    await variant(`HEAD ${path}`, async () => {
      const request = get(path).replace("GET", "HEAD");
      const response = await server.exchange(request, { method: "HEAD" });
      expectStatus(response, 404, {
        likely: "the guard is for GET only: to HEAD, serveDir tells size and " +
          "age of any file",
      });
    });
  }
}
