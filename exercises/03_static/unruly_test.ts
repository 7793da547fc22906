/**
 * The suite of stage 03, task 11: whatever lies in the directory may be asked for.
 *
 * @module
 */

import { assert } from "@std/assert";
import process from "node:process";
import {
  expectField,
  expectInBody,
  expectNotInBody,
  expectStatus,
  Failure,
  get,
  pause,
  type RawResponse,
  type ReadOutcome,
  type ServerUnderTest,
  start,
  suite,
  TempDir,
  variant,
} from "../../kit/mod.ts";
import { serve } from "./server.ts";

const task = suite(import.meta.url);

/** FIFOs, links, modes and holes as POSIX has them: Windows skips the test. */
const POSIX = ["ln", "mkfifo"];

/** How large a file is that does not fit into the buffers on its way, in bytes. */
const LARGE = 16 * 1024 * 1024 + 1000;

Deno.test(task(11, "what is no regular file is 404, and is not opened", {
  likely:
    "to open a FIFO is to wait for a writer: look at it with Deno.stat() " +
    "first, and serve only what isFile",
  needs: POSIX,
}, async () => {
  await using site = await TempDir.create();
  await using server = await start(serve, { root: site.path });
  await variant("a FIFO", async () => {
    await using _fifo = await makeFifo(site.resolve("fifo.txt"));
    expectStatus(await answerAtOnce(server, "/fifo.txt"), 404);
  });
  await variant("a socket", async () => {
    const path = site.resolve("socket");
    using _socket = Deno.listen({ transport: "unix", path });
    expectStatus(await server.exchange(get("/socket")), 404);
  });
  if (!maySeeDevices()) return;
  await using devices = await start(serve, { root: "/dev" });
  for (const path of ["/null", "/zero"]) {
    await variant(`the device /dev${path}`, async () => {
      expectStatus(await devices.exchange(get(path)), 404);
    });
  }
}));

Deno.test(task(11, "an index.html that cannot be sent leaves the listing", {
  likely:
    "whatever is called index.html is sent: it may be a directory, a FIFO " +
    "or a link that leads out",
  needs: POSIX,
}, async () => {
  await using site = await TempDir.create({
    "secret.txt": "secret",
    "www/directory/index.html/page.html": "<p>Below",
    "www/directory/other.txt": "x",
    "www/link/other.txt": "x",
    "www/fifo/other.txt": "x",
  });
  await Deno.symlink("../../secret.txt", site.resolve("www/link/index.html"));
  await using server = await start(serve, { root: site.resolve("www") });
  await using _fifo = await makeFifo(site.resolve("www/fifo/index.html"));
  for (const path of ["/directory/", "/link/", "/fifo/"]) {
    await variant(path, async () => {
      const response = await answerAtOnce(server, path);
      expectStatus(response, 200);
      expectNotInBody(response, "secret");
      expectInBody(response, "other.txt");
    });
  }
}));

Deno.test(task(11, "what the server has no right to read is 403", {
  because: "RFC 9110 section 15.5.4",
  likely: "the error PermissionDenied is no answer: turn EACCES into 403",
  needs: POSIX,
}, async () => {
  await using site = await TempDir.create({
    "page.html": "<p>Page",
    "notes/tcp.txt": "Bytes",
    "index/index.html": "<p>Index",
  });
  await using server = await start(serve, { root: site.path });
  await using _locks = await lock(
    site.resolve("page.html"),
    site.resolve("notes"),
    site.resolve("index/index.html"),
  );
  for (const path of ["/page.html", "/notes/", "/notes/tcp.txt", "/index/"]) {
    await variant(path, async () => {
      const response = await server.exchange(get(path));
      expectStatus(response, 403);
      expectNotInBody(response, site.path);
    });
  }
}));

Deno.test(task(11, "a listing leaves out what would not be sent", {
  because: "every link of a listing should lead to a page, not to an error",
  likely:
    "isFile and isSymlink of an entry say nothing about the rights to a " +
    "file, or about what a link leads to: open the file, or look at it",
  needs: POSIX,
}, async () => {
  await using site = await TempDir.create({
    "notes/tcp.txt": "Bytes",
    "notes/locked.txt": "Bytes",
  });
  await Deno.symlink("../pipe", site.resolve("notes/linked-pipe.txt"));
  await using server = await start(serve, { root: site.path });
  await using _fifo = await makeFifo(site.resolve("pipe"));
  await using _lock = await lock(site.resolve("notes/locked.txt"));
  const listing = await answerAtOnce(server, "/notes/");
  expectStatus(listing, 200);
  expectInBody(listing, "tcp.txt");
  expectNotInBody(listing, "locked.txt");
  expectNotInBody(listing, "linked-pipe.txt");
}));

Deno.test(task(11, "a file that shrinks while it is sent cuts the connection", {
  because:
    "RFC 9112 section 8: fewer bytes than Content-Length says, that is " +
    "how a client sees that something is missing",
  likely:
    "the loop waits for bytes that will never come, or makes some up: when " +
    "read() returns null, close the stream, and the engine cuts the connection",
  needs: POSIX,
}, async () => {
  await using site = await TempDir.create({ "log.txt": "" });
  await Deno.truncate(site.resolve("log.txt"), LARGE);
  await using server = await start(serve, { root: site.path });
  const connection = await server.connect();
  await connection.send(get("/log.txt"));
  const head = await connection.readResponse({ method: "HEAD" });
  expectStatus(head, 200);
  expectField(head, "Content-Length", `${LARGE}`);
  await Deno.truncate(site.resolve("log.txt"), 0);
  let outcome: ReadOutcome = "bytes";
  while (outcome === "bytes") outcome = await connection.more();
  const expected = "the connection ends before all that was promised has come";
  if (connection.unread.length === LARGE) {
    throw new Failure("the file was empty, and yet all of it came", {
      expected,
      likely: "the whole file is read before the first byte is sent: task 8",
    });
  }
  if (outcome === "silence") {
    throw new Failure("the connection is neither fed nor cut", { expected });
  }
}));

Deno.test(task(11, "a file that grows while it is sent ends as promised", {
  because: "RFC 9110 section 8.6: Content-Length has been said",
  likely: "the file is sent up to its end, and that has moved: count what is " +
    "still to be sent",
  needs: POSIX,
}, async () => {
  await using site = await TempDir.create({ "log.txt": "" });
  const path = site.resolve("log.txt");
  await Deno.truncate(path, LARGE);
  await using server = await start(serve, { root: site.path });
  const connection = await server.connect();
  await connection.send(get("/log.txt"));
  const head = await connection.readResponse({ method: "HEAD" });
  expectStatus(head, 200);
  expectField(head, "Content-Length", `${LARGE}`);
  await Deno.writeTextFile(path, "one line more\n", { append: true });
  let outcome: ReadOutcome = "bytes";
  while (outcome === "bytes" && connection.unread.length < LARGE) {
    outcome = await connection.more();
  }
  if (connection.unread.length !== LARGE) {
    throw new Failure(`${connection.unread.length} of ${LARGE} bytes came`, {
      expected: "as many bytes as Content-Length has promised, and no more",
    });
  }
}));

Deno.test(task(11, "no path is answered with 500, or not at all", {
  because: "RFC 9110 section 15.6: 5xx says that the server has failed",
  likely:
    "an error of the file system that nobody has thought of: the log says " +
    "which",
  try: "curl -i http://127.0.0.1:8000/index.html/.",
  needs: POSIX,
}, async () => {
  await using site = await TempDir.create({
    "page.html": "<p>Page",
    "notes/tcp.txt": "Bytes",
    "line\r\nX-Evil: yes/index.html": "<p>Lines",
  });
  await Deno.symlink("circle", site.resolve("circle"));
  await using server = await start(serve, { root: site.path });
  const names = [
    "",
    "*",
    "~",
    ":",
    "con",
    "page.html::$DATA",
    "C:",
    "%01",
    "%0D%0AX-Evil:%20yes",
    "line%0D%0AX-Evil:%20yes",
    "%7F",
    "%EF%BB%BF",
    "%E2%80%AE",
    "%zz",
    "%00",
    ".",
    "..",
    ".env",
    "x".repeat(300),
  ];
  for (const place of ["", "/notes", "/page.html", "/circle", "/nothing"]) {
    for (const name of names) {
      for (const path of [`${place}/${name}`, `${place}/${name}/`]) {
        await variant(path, () => expectSensibleAnswer(server, path));
      }
    }
  }
}));

/** Expects any answer but 5xx, and no field that came out of the path. */
async function expectSensibleAnswer(
  server: ServerUnderTest,
  path: string,
): Promise<void> {
  const response = await server.exchange(get(path));
  const { status, headers } = response;
  const sensible = [200, 301, 400, 403, 404];
  if (!sensible.includes(status)) {
    throw new Failure(`status ${status}`, {
      expected: `one of ${sensible.join(", ")}`,
    });
  }
  if (!headers.has("X-Evil")) return;
  throw new Failure("a line end in the path has begun a field", {
    expected: "Location is the path as it was sent, still encoded",
  });
}

/** Whether Deno shows devices to this program, which it does only with -A. */
function maySeeDevices(): boolean {
  try {
    Deno.realPathSync("/dev");
    return true;
  } catch {
    return false;
  }
}

/** The answer of a server that does not wait for what a FIFO may bring. */
async function answerAtOnce(
  server: ServerUnderTest,
  path: string,
): Promise<RawResponse> {
  const connection = await server.connect();
  await connection.send(get(path));
  if (await connection.more() !== "silence") {
    return await connection.readResponse();
  }
  throw new Failure("the server waits for whoever might write into the FIFO", {
    expected: "an answer: a FIFO is no file to send",
  });
}

/** Makes a FIFO; at its end it lets go whoever waits for a writer. */
async function makeFifo(path: string): Promise<AsyncDisposable> {
  const mkfifo = new Deno.Command("mkfifo", { args: [path] });
  const { success } = await mkfifo.output();
  assert(success, "mkfifo makes a FIFO");
  return {
    async [Symbol.asyncDispose]() {
      // To open it in both directions waits for nobody.
      using _both = await Deno.open(path, { read: true, write: true });
      await pause(5);
    },
  };
}

/**
 * Takes away all rights to files, and from root its privileges: for root no
 * file is locked. At the end all is as it was.
 */
async function lock(...paths: string[]): Promise<AsyncDisposable> {
  for (const path of paths) await Deno.chmod(path, 0);
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid!(65534);
  return {
    async [Symbol.asyncDispose]() {
      if (isRoot) process.seteuid!(0);
      for (const path of paths) await Deno.chmod(path, 0o755);
    },
  };
}
