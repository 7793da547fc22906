/**
 * The page's server talks to its own page only, and the page's modules are
 * sound. `tests/browser/lab_test.ts` drives the page itself.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Connection, httpRequest, visible } from "../../kit/mod.ts";
import { visibleCharacters } from "../../lab/page/visible.js";
import { servePage } from "../../lab/page_server.ts";
import { Recorder } from "../../lab/recorder.ts";
import { listFiles, runDeno } from "../deno_command.ts";
import { seeded } from "../mutated_requests.ts";

/** A page whose only action counts its calls. */
function startPage() {
  const calls: unknown[] = [];
  const server = servePage({
    port: 0,
    recorder: new Recorder("http"),
    describe: () => ({ secret: true }),
    actions: { send: (argument) => void calls.push(argument) },
  });
  return { server, calls, host: `127.0.0.1:${server.addr.port}` };
}

async function statusOf(
  addr: Deno.NetAddr,
  lines: string[],
  body = "",
): Promise<number> {
  await using connection = await Connection.open(addr);
  await connection.send(httpRequest([...lines, "Connection: close"], body));
  return (await connection.readResponse()).status;
}

Deno.test("the page is served with a policy that forbids inline script", async () => {
  const { server, host } = startPage();
  await using _ = server;
  for (const path of ["", "main.js", "style.css", "about", "nowhere"]) {
    const response = await fetch(`http://${host}/${path}`);
    await response.body?.cancel();
    const policy = `${response.headers.get("content-security-policy")}`;
    if (response.ok) assertStringIncludes(policy, "script-src 'self'", path);
    assert(!policy.includes("unsafe"), policy);
  }
});

Deno.test("only the page's own host and origin are let in", async () => {
  const { server, calls, host } = startPage();
  await using _ = server;
  const { addr } = server;
  const get = "GET /about HTTP/1.1";
  const rows: readonly [string[], number][] = [
    [[`Host: ${host}`], 200],
    [[`Host: localhost:${addr.port}`], 200],
    [[`Host: ${host}`, `Origin: http://${host}`], 200],
    [["Host: rebound.example"], 403],
    [[`Host: rebound.example:${addr.port}`], 403],
    [["Host: 127.0.0.1"], 403],
    [[`Host: ${host}`, "Origin: http://evil.example"], 403],
    [[`Host: ${host}`, "Origin: null"], 403],
    [[`Host: ${host}`, `Origin: http://127.0.0.1:${addr.port + 1}`], 403],
    [[`Host: ${host}`, "Sec-Fetch-Site: cross-site"], 403],
    [[`Host: ${host}`, "Sec-Fetch-Site: same-site"], 403],
  ];
  for (const [fields, status] of rows) {
    assertEquals(await statusOf(addr, [get, ...fields]), status, `${fields}`);
  }
  const post = ["POST /send HTTP/1.1", `Host: ${host}`, "Content-Length: 2"];
  assertEquals(await statusOf(addr, post, "{}"), 403);
  assertEquals(calls, []);
  const own = [...post, `Origin: http://${host}`];
  assertEquals(await statusOf(addr, own, "{}"), 200);
  assertEquals(calls, [{}]);
});

Deno.test("nonsense from the page is answered, and changes nothing", async () => {
  const { server, calls, host } = startPage();
  await using _ = server;
  const fields = [`Host: ${host}`, `Origin: http://${host}`];
  const rows: readonly [string, string, number][] = [
    ["/send", "{", 400],
    ["/constructor", "{}", 404],
    ["/nowhere", "{}", 404],
  ];
  for (const [path, body, status] of rows) {
    const line = `POST ${path} HTTP/1.1`;
    const length = `Content-Length: ${body.length}`;
    const lines = [line, ...fields, length];
    assertEquals(await statusOf(server.addr, lines, body), status, path);
  }
  assertEquals(calls, []);
});

Deno.test("the page shows bytes as the failure messages do", () => {
  const random = seeded(2400);
  for (let count = 0; count < 2000; count++) {
    const bytes = Uint8Array.from(
      { length: random(12) },
      () => random(3) === 0 ? random(256) : random(0x80),
    );
    // The kit shows one line; only at its end are spaces made visible.
    if (bytes.includes(0x0a) || bytes.includes(0x0d)) continue;
    const text = visibleCharacters(bytes).map(({ text }) => text).join("");
    assertEquals(`"${text}"`, visible(bytes));
  }
});

Deno.test("the modules of the page have sound types", async () => {
  const files = listFiles("lab/page/", ".js");
  const { code, output } = await runDeno([
    "check",
    "--quiet",
    "--config=lab/page/deno.json",
    ...files,
  ]);
  assertEquals(code, 0, output);
});
