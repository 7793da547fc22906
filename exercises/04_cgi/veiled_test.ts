/**
 * The suite of stage 04, task 14: too many programs, and paths that should lead
 * to none.
 *
 * @module
 */

import { serveHttp } from "../../solutions/02_http.ts";
import {
  expectBody,
  expectNotInBody,
  expectStatus,
  Gate,
  get,
  Lifeline,
  pause,
  post,
  type ServerUnderTest,
  start,
  suite,
  TempDir,
  TEXT_HEADER,
  variant,
} from "../../kit/mod.ts";
import { cgi, serve } from "./server.ts";

/** The programs of this suite are written for sh: Windows skips the tests. */
const task = suite(import.meta.url, { needs: ["sh"] });

Deno.test(task(14, "more programs than maxScripts are 503", {
  because: "RFC 9110 section 15.6.4; a process costs more than a connection",
  likely:
    "nobody counts; or a program is not counted out when it fails: do it " +
    "when it has ended, in whatever way",
}, async () => {
  await using directory = await TempDir.create({ "page.txt": "the page" });
  await using gate = await Gate.create(directory);
  await using life = await Lifeline.create(directory);
  await directory.writeScript(
    "bin/slow",
    `${life.hold}\n${gate.wait}\n${TEXT_HEADER}\necho slow`,
  );
  await directory.writeScript("bin/broken", "exit 1");
  const options = {
    root: directory.path,
    scripts: { "/cgi-bin": directory.resolve("bin") },
    maxScripts: 2,
  };
  await using server = await start(serve, options);
  await variant("one after the other", async () => {
    for (let count = 0; count < 5; count++) {
      await expectSoon(server, "/cgi-bin/broken", 502);
    }
  });
  const clients = [await server.connect(), await server.connect()];
  for (const client of clients) {
    await client.send(get("/cgi-bin/slow"));
    await life.held();
  }
  await variant("a third", async () => {
    expectStatus(await server.exchange(get("/cgi-bin/slow")), 503);
    expectBody(await server.exchange(get("/page.txt")), "the page");
  });
  await gate.open();
  for (const client of clients) {
    expectBody(await client.readResponse(), "slow\n");
  }
  await variant("when they have ended", async () => {
    await expectSoon(server, "/cgi-bin/slow", 200);
  });
}));

const SPELLINGS: readonly string[] = [
  "/cgi-bin/secret",
  "/cgi-bin/secret/",
  "/cgi-bin/secret%20",
  "/cgi-bin/secret.",
  "/cgi-bin/secret%00",
  "/cgi-bin/secret%00.txt",
  "/%63gi-bin/secret",
  "/cgi%2Dbin/secret",
  "/cgi-bin%2Fsecret",
  "/cgi-bin%5Csecret",
  "/cgi-bin\\secret",
  "//cgi-bin/secret",
  "/cgi-bin//secret",
  "/./cgi-bin/secret",
  "/%2E/cgi-bin/secret",
  "/below/../cgi-bin/secret",
  "/CGI-BIN/secret",
  "/Cgi-Bin/secret",
  "/cgi-bin/",
];

Deno.test(task(14, "no spelling of a path shows a program's source", {
  because: "the directory may lie inside of the site's: what the programs do " +
    "not answer, the site would send",
  likely: "the prefix is compared before it is decoded; or with case, which " +
    "some file systems do not look at",
  try: "curl -i --path-as-is http://127.0.0.1:8000/%63gi-bin/hello.sh",
}, async () => {
  await using directory = await TempDir.createScripts({
    "cgi-bin/secret": `# swordfish\n${TEXT_HEADER}\necho hello`,
  });
  await directory.write("below/page.txt", "the page");
  // On macOS and Windows these names lead there without any link.
  for (const name of ["CGI-BIN", "Cgi-Bin"]) {
    await link(directory.resolve("cgi-bin"), directory.resolve(name));
  }
  const options = {
    root: directory.path,
    scripts: { "/cgi-bin": directory.resolve("cgi-bin") },
  };
  await using server = await start(serve, options);
  for (const target of SPELLINGS) {
    await variant(target, async () => {
      const response = await server.exchange(get(target));
      expectNotInBody(response, "swordfish");
      if (response.status >= 500) expectStatus(response, 404);
    });
  }
  await variant("%63gi-bin", async () => {
    const response = await server.exchange(get("/%63gi-bin/secret"));
    expectBody(response, "hello\n");
  });
}));

const OUTSIDE: readonly [target: string, status: number][] = [
  ["/cgi-bin/../outside", 404],
  ["/cgi-bin/%2E%2E/outside", 404],
  ["/cgi-bin/..%2Foutside", 404],
  ["/cgi-bin/..%5Coutside", 404],
  ["/cgi-bin/below/../../outside", 404],
  ["/cgi-bin/link", 404],
  ["/cgi-bin/linked/outside", 404],
  ["/cgi-bin/.hidden", 404],
  ["/cgi-bin/.git/hook", 404],
  ["/cgi-bin/%zz", 400],
  ["/cgi-bin/%FF", 400],
  ["/cgi-bin/greet%00", 400],
];

Deno.test(task(14, "only programs of the directory run, and no hidden ones", {
  because: "RFC 3875 section 9.8: be careful of ..; RFC 9110 section 15.5",
  likely: "the path is joined to the directory, and what comes out is run: " +
    "look where it lies with Deno.realPath(), as in stage 03",
  try: "curl -i --path-as-is http://127.0.0.1:8000/cgi-bin/../cgi-bin/hello.sh",
}, async () => {
  await using outer = await TempDir.createScripts({
    "outside": `${TEXT_HEADER}\necho swordfish`,
    "cgi-bin/greet": `${TEXT_HEADER}\necho hello`,
    "cgi-bin/below/greet": `${TEXT_HEADER}\necho hello`,
    "cgi-bin/.hidden": `${TEXT_HEADER}\necho swordfish`,
    "cgi-bin/.git/hook": `${TEXT_HEADER}\necho swordfish`,
  });
  await link(outer.resolve("outside"), outer.resolve("cgi-bin/link"));
  await link(outer.path, outer.resolve("cgi-bin/linked"));
  const scripts = { "/cgi-bin": outer.resolve("cgi-bin") };
  await using server = await start(serve, { scripts });
  for (const [target, status] of OUTSIDE) {
    await variant(target, async () => {
      const response = await server.exchange(get(target));
      expectNotInBody(response, "swordfish");
      expectStatus(response, status);
    });
  }
}));

Deno.test(task(14, "a body without its length is kept until it is complete", {
  because: "RFC 3875 sections 4.1.2 and 4.2: no program can read without " +
    "CONTENT_LENGTH; stage 06 has bodies that come in chunks",
  likely:
    "request.contentLength is undefined though request.body is not null: " +
    "read it all before the program starts, at most maxBodyBytes, else 413",
}, async () => {
  await using directory = await TempDir.createScripts({
    "echo": `${TEXT_HEADER}\necho "$CONTENT_LENGTH bytes:"\ncat`,
  });
  const scripts = { "/cgi-bin": directory.path };
  await using server = await start((options) => {
    const handler = cgi({
      scripts,
      maxBodyBytes: 1000,
      log: options.log,
    }, () => ({ status: 404 }));
    // As an engine hands it over that has taken off a transfer coding.
    return serveHttp(options, (request) => {
      const { method, target, path, query, version, body } = request;
      const { localAddr, remoteAddr, signal } = request;
      const headers = new Headers(request.headers);
      headers.delete("Content-Length");
      headers.set("Transfer-Encoding", "chunked");
      return handler({
        method,
        target,
        path,
        query,
        version,
        headers,
        contentLength: undefined,
        body,
        localAddr,
        remoteAddr,
        signal,
      });
    });
  });
  const body = "x".repeat(1000);
  await variant("1000 bytes", async () => {
    const response = await server.exchange(post("/cgi-bin/echo", body));
    expectStatus(response, 200);
    expectBody(response, `1000 bytes:\n${body}`);
  });
  await variant("1001 bytes", async () => {
    const response = await server.exchange(post("/cgi-bin/echo", body + "x"));
    expectStatus(response, 413);
  });
}));

/** A program may be counted out a little after its answer has arrived. */
async function expectSoon(
  server: ServerUnderTest,
  target: string,
  status: number,
): Promise<void> {
  for (let attempt = 1;; attempt++) {
    const response = await server.exchange(get(target));
    const isBusy = response.status === 503 && attempt < 50;
    if (!isBusy) return expectStatus(response, status);
    await pause(20);
  }
}

/** Makes a symbolic link, unless the file system takes the name for that. */
async function link(path: string, name: string): Promise<void> {
  try {
    await Deno.symlink(path, name);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
}
