/**
 * Behaviour of the reference of stage 04 that its suite does not require. The
 * handler is called without an engine.
 *
 * @module
 */

import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { pause, TempDir, TEXT_HEADER } from "../kit/mod.ts";
import type { HttpRequest } from "../solutions/02_http.ts";
import { staticFiles } from "../solutions/03_static.ts";
import { cgi } from "../solutions/04_cgi.ts";

/** How long a program may take to end, in milliseconds. */
const DEADLINE_MS = 5000;

const ignore = Deno.build.os === "windows";
const notFound = () => ({ status: 404 });
const quiet = () => {};

/** A GET, or what the test makes of it. */
function request(path: string, rest: Partial<HttpRequest> = {}): HttpRequest {
  const addr = { transport: "tcp", hostname: "127.0.0.1", port: 1 } as const;
  return {
    method: "GET",
    target: path,
    path,
    query: undefined,
    version: "1.1",
    headers: new Headers({ "Host": "localhost" }),
    contentLength: undefined,
    body: null,
    localAddr: addr,
    remoteAddr: addr,
    signal: new AbortController().signal,
    ...rest,
  };
}

/** Waits until a process has gone. */
async function expectGone(pid: number): Promise<void> {
  const giveUp = Date.now() + DEADLINE_MS;
  while (Date.now() < giveUp) {
    try {
      Deno.kill(pid, "SIGCONT");
    } catch {
      return;
    }
    await pause(10);
  }
  throw new Error(`The process ${pid} still runs`);
}

/** Waits until a program has written its process id. */
async function readPid(path: string): Promise<number> {
  const giveUp = Date.now() + DEADLINE_MS;
  while (Date.now() < giveUp) {
    const text = await Deno.readTextFile(path).catch(() => "");
    if (text.endsWith("\n")) return Number(text);
    await pause(10);
  }
  throw new Error("The program has not started");
}

for (const name of ["before its header", "after its header"]) {
  Deno.test(
    `a program that is silent ${name} is killed on abort`,
    { ignore },
    async () => {
      const header = name === "after its header" ? `${TEXT_HEADER}\n` : "";
      await using directory = await TempDir.createScripts({
        "wait": `${header}echo $$ > pid\nexec sleep 60`,
      });
      const scripts = { "/cgi-bin": directory.path };
      const handler = cgi({ scripts, log: quiet }, notFound);
      const client = new AbortController();
      const { signal } = client;
      const answer = (async () => {
        const response = await handler(request("/cgi-bin/wait", { signal }));
        await new Response(response.body).text();
      })();
      const pid = await readPid(directory.resolve("pid"));
      client.abort(new Error("The client has gone"));
      await assertRejects(() => answer, Error, "The client has gone");
      await expectGone(pid);
    },
  );
}

Deno.test(
  "a program to which HEAD is redirected runs to its end",
  { ignore },
  async () => {
    await using directory = await TempDir.createScripts({
      "go": "echo 'Location: /cgi-bin/store'\necho",
      "store": `${TEXT_HEADER}\necho page\nsleep 0.1\necho done > stored`,
    });
    const scripts = { "/cgi-bin": directory.path };
    const handler = cgi({ scripts, log: quiet }, notFound);
    const response = await handler(request("/cgi-bin/go", { method: "HEAD" }));
    // As an engine does for HEAD.
    if (response.body instanceof ReadableStream) await response.body.cancel();
    assertEquals(response.status, 200);
    assertEquals(
      await Deno.readTextFile(directory.resolve("stored")),
      "done\n",
    );
  },
);

for (const location of ["/two words.txt", "/voilà.txt", "/a|b{c}^d.txt"]) {
  Deno.test(
    `a program may redirect inside to ${location}`,
    { ignore },
    async () => {
      await using directory = await TempDir.createScripts({
        "bin/go": "printf 'Location: '\ncat location\necho\necho",
      });
      await directory.write("bin/location", location);
      await directory.write(`www${location}`, "the page");
      const site = staticFiles(directory.resolve("www"));
      const scripts = { "/cgi-bin": directory.resolve("bin") };
      const handler = cgi({ scripts, log: quiet }, site);
      const response = await handler(request("/cgi-bin/go"));
      assertEquals(response.status, 200);
      const { body } = response;
      assertEquals(await new Response(body).text(), "the page");
    },
  );
}

Deno.test(
  "a log that rejects is as harmless as one that throws",
  { ignore },
  async () => {
    await using directory = await TempDir.createScripts({
      "warn": `echo 'a warning' >&2\n${TEXT_HEADER}\necho hello`,
    });
    const scripts = { "/cgi-bin": directory.path };
    const log = () => Promise.reject(new Error("No space left on device"));
    const handler = cgi({ scripts, log }, notFound);
    const { body } = await handler(request("/cgi-bin/warn"));
    assertEquals(await new Response(body).text(), "hello\n");
  },
);

Deno.test(
  "a program may have any time, even Infinity",
  { ignore },
  async () => {
    await using directory = await TempDir.createScripts({
      "slow": `sleep 0.1\n${TEXT_HEADER}\necho hello`,
    });
    const scripts = { "/cgi-bin": directory.path };
    const options = { scripts, timeoutMs: Infinity, log: quiet };
    const { body } = await cgi(options, notFound)(request("/cgi-bin/slow"));
    assertEquals(await new Response(body).text(), "hello\n");
  },
);

for (const [name, value] of [["NAME", "a\0b"], ["A=B", "c"], ["", "d"]]) {
  Deno.test(`cgi() refuses a variable that no process can get: ${name}=${value.replace("\0", "\\0")}`, async () => {
    await using directory = await TempDir.create();
    const scripts = { "/cgi-bin": directory.path };
    const env = { [name]: value };
    assertThrows(() => cgi({ scripts, env }, notFound), TypeError, name);
  });
}
