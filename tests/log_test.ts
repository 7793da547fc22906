/**
 * Lines of the log: what strangers have a say in can neither begin a line nor
 * tell the terminal that shows it what to do.
 *
 * @module
 */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { get, start } from "../kit/mod.ts";
import { serve as serveYes } from "../solutions/01_tcp.ts";
import { serveHttp as serveOne } from "../solutions/02_http.ts";
import { type HttpHandler, serveHttp } from "../solutions/06_persistent.ts";

const ENGINES = { "02_http": serveOne, "06_persistent": serveHttp };

/** Answers, or breaks down with what the client has said on its lips. */
const repeat: HttpHandler = ({ path }) => {
  if (path === "/") return { status: 200, body: "ok" };
  throw new Error(decodeURIComponent(path));
};

/** What JSON escapes, what it does not, and the line ends of JavaScript. */
const UNSEEN = /[\p{Cc}\u2028\u2029]/gu;
const ALL_UNSEEN = Array.from(
  { length: 0x2030 },
  (_, code) => String.fromCharCode(code),
).join("").match(UNSEEN)!.join("");

function expectNoneUnseen(log: readonly string[]): void {
  for (const line of log) assertEquals(line.match(UNSEEN), null, line);
}

for (const [name, serve] of Object.entries(ENGINES)) {
  Deno.test(`${name} logs a request as it came, and how it ended`, async () => {
    await using server = await start((options) => serve(options, repeat));
    await server.exchange(get("/"));
    const line = await server.logged("GET /");
    assertMatch(line, /^127\.0\.0\.1:\d+ "GET \/ HTTP\/1\.1" 200 2$/);
  });

  Deno.test(`${name} logs no control character, whoever has sent it`, async () => {
    await using server = await start((options) => serve(options, repeat));
    await server.exchange(get(`/${encodeURIComponent(ALL_UNSEEN)}`));
    await server.exchange(get(`/${ALL_UNSEEN.slice(32)}`));
    const line = await server.logged("failed");
    // The control sequence introducer in one character: terminals obey it.
    assertStringIncludes(line, "\\u009b");
    expectNoneUnseen(server.log);
  });
}

Deno.test("01_tcp logs no control character, whoever has sent it", async () => {
  await using server = await start(serveYes);
  const connection = await server.connect();
  await connection.send(ALL_UNSEEN);
  assertStringIncludes(await server.logged("says"), "\\u009b");
  expectNoneUnseen(server.log);
});
