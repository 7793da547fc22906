/**
 * The fast path to files gives the same answers as stage 03: the first time,
 * when it does not know the file, and every time after that.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { TempDir } from "../../kit/mod.ts";
import { staticFiles as plainStaticFiles } from "../../solutions/03_static.ts";
import { type HttpHandler, serveHttp } from "../../engine/serve_http.ts";
import { FileStream } from "../../engine/files/file_stream.ts";
import { staticFiles } from "../../engine/files/static_files.ts";

/** How often each request is sent: from the second time on, the file is known. */
const TIMES = 3;

const quiet = () => {};

/** A request. */
type Row = readonly [target: string, init?: RequestInit];

const ROWS: readonly Row[] = [
  ["/"],
  ["/?query"],
  ["/page.html"],
  ["/page.html", { method: "HEAD" }],
  ["/page.html", { method: "POST", body: "a" }],
  ["/page.html", { headers: { "Range": "bytes=1-2" } }],
  ["/page.html", {
    headers: { "If-Modified-Since": new Date().toUTCString() },
  }],
  ["/page.html", { headers: { "If-None-Match": "*" } }],
  ["/page.html", { headers: { "If-Match": '"other"' } }],
  ["/page.html/"],
  ["/%70age.html"],
  ["/name%20with%20blanks.txt"],
  ["/no-extension"],
  ["/empty.txt"],
  ["/large.bin"],
  ["/fits.bin"],
  ["/fits-without-head.bin"],
  ["/larger.bin"],
  ["/below"],
  ["/below/"],
  ["/below/deep.txt"],
  ["/listed"],
  ["/listed/"],
  ["//page.html"],
  ["/nothing.txt"],
  ["/.hidden"],
  ["/below/.hidden"],
  ["/link.txt"],
  ["/linked/deep.txt"],
  ["/outside.txt"],
  ["/outside/secret.txt"],
];

async function makeSite(directory: TempDir): Promise<string> {
  const root = directory.resolve("root");
  await directory.write("root/index.html", "<p>index</p>");
  await directory.write("root/page.html", "<p>page</p>");
  await directory.write("root/name with blanks.txt", "blanks");
  await directory.write("root/no-extension", "what am I");
  await directory.write("root/empty.txt", "");
  await directory.write("root/large.bin", "0123456789".repeat(2000));
  await directory.write("root/fits.bin", "0123456789".repeat(10_000));
  const exact = "01234567".repeat(16_384);
  await directory.write("root/fits-without-head.bin", exact);
  await directory.write("root/larger.bin", "0123456789".repeat(30_000));
  await directory.write("root/below/index.html", "<p>below</p>");
  await directory.write("root/below/deep.txt", "deep");
  await directory.write("root/below/.hidden", "hidden");
  await directory.write("root/listed/a.txt", "a");
  await directory.write("root/.hidden", "hidden");
  await directory.write("secrets/secret.txt", "secret");
  if (Deno.build.os !== "windows") {
    await Deno.symlink("page.html", `${root}/link.txt`);
    await Deno.symlink("below", `${root}/linked`);
    await Deno.symlink("../secrets/secret.txt", `${root}/outside.txt`);
    await Deno.symlink("../secrets", `${root}/outside`);
  }
  return await Deno.realPath(root);
}

/** The answer without its Date. */
async function ask(handler: HttpHandler, [target, init]: Row) {
  await using server = serveHttp({ port: 0, log: quiet }, handler);
  const url = `http://127.0.0.1:${server.addr.port}${target}`;
  const response = await fetch(url, { redirect: "manual", ...init });
  const headers = new Headers(response.headers);
  headers.delete("date");
  const body = await response.text();
  return { status: response.status, headers: [...headers], body };
}

for (const row of ROWS) {
  const [target, init] = row;
  const name = [
    init?.method ?? "GET",
    target,
    ...Object.keys(init?.headers ?? {}),
  ];
  Deno.test(`the fast path answers like stage 03: ${name.join(" ")}`, async () => {
    await using directory = await TempDir.create();
    const root = await makeSite(directory);
    const expected = await ask(plainStaticFiles(root), row);
    const fast = staticFiles(root);
    for (let time = 0; time < TIMES; time++) {
      assertEquals(await ask(fast, row), expected);
    }
  });
}

/** Asks often enough that the fast path knows the file. */
async function learn(handler: HttpHandler, target: string): Promise<void> {
  for (let time = 0; time < TIMES; time++) await ask(handler, [target]);
}

Deno.test("the fast path notices at once that a file has changed", async () => {
  await using directory = await TempDir.create();
  const root = await makeSite(directory);
  const fast = staticFiles(root);
  await learn(fast, "/page.html");
  await directory.write("root/page.html", "<p>PAGE</p>");
  await Deno.utime(`${root}/page.html`, 1e9, 1e9);
  const expected = await ask(plainStaticFiles(root), ["/page.html"]);
  assertEquals(expected.body, "<p>PAGE</p>");
  assertEquals(await ask(fast, ["/page.html"]), expected);
});

for (const length of [20, 100_000, 300_000]) {
  Deno.test(`a request after ${length} bytes were written gets these bytes`, async () => {
    await using directory = await TempDir.create();
    const root = await makeSite(directory);
    await using server = serveHttp({ port: 0, log: quiet }, staticFiles(root));
    const url = `http://127.0.0.1:${server.addr.port}/page.html`;
    const read = async () => await (await fetch(url)).text();
    for (let version = 100; version < 200; version++) {
      const page = `version ${version} `.padEnd(length, `${version}`);
      await directory.write("root/page.html", page);
      const answers = await Promise.all([read(), read(), read(), read()]);
      assert(answers.every((answer) => answer === page), `version ${version}`);
    }
  });
}

Deno.test({
  name: "the fast path does not follow a link that replaces a directory",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using directory = await TempDir.create();
    const root = await makeSite(directory);
    const fast = staticFiles(root);
    await directory.write("secrets/deep.txt", "deep");
    await learn(fast, "/below/deep.txt");
    await Deno.rename(`${root}/below`, `${root}/moved`);
    await Deno.symlink("../secrets", `${root}/below`);
    assertEquals((await ask(fast, ["/below/deep.txt"])).status, 404);
  },
});

Deno.test({
  name: "the fast path does not wait for a writer of a FIFO",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using directory = await TempDir.create();
    const root = await makeSite(directory);
    const fast = staticFiles(root);
    await learn(fast, "/page.html");
    await Deno.remove(`${root}/page.html`);
    const args = [`${root}/page.html`];
    await new Deno.Command("mkfifo", { args }).output();
    assertEquals((await ask(fast, ["/page.html"])).status, 404);
  },
});

Deno.test({
  name: "a file is closed when its client disconnects",
  sanitizeOps: true,
  sanitizeResources: true,
  fn: async () => {
    await using directory = await TempDir.create();
    const root = await makeSite(directory);
    const path = await directory.write("root/huge.bin", "");
    await Deno.truncate(path, 64 << 20);
    // The fields of a file are remembered only if it is older than the answer.
    await Deno.utime(path, 1e9, 1e9);
    const fast = staticFiles(root);
    const { promise: sent, resolve } = Promise.withResolvers<FileStream>();
    await using server = serveHttp({ port: 0, log: quiet }, async (request) => {
      const { body } = await fast(request);
      if (body instanceof ReadableStream) await body.cancel();
      const response = await fast(request);
      resolve(response.body as FileStream);
      return response;
    });
    const { hostname, port } = server.addr;
    const connection = await Deno.connect({ hostname, port });
    const request = "GET /huge.bin HTTP/1.1\r\nHost: a\r\n\r\n";
    await connection.write(new TextEncoder().encode(request));
    const stream = await sent;
    assert(stream instanceof FileStream);
    connection.close();
    await server.shutdown();
    assert(stream.left > 0);
  },
});
