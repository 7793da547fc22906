/**
 * Lines of the log: text from clients can neither begin a line nor control the
 * terminal that shows it.
 *
 * @module
 */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { get, start } from "../kit/mod.ts";
import { serve as serveYes } from "../solutions/01_tcp.ts";
import { serveHttp as serveOne } from "../solutions/02_http.ts";
import type { HttpHandler } from "../solutions/02_http/types.ts";
import { ENGINES } from "./engines.ts";

/** Everything that logs a line for each request. */
const SERVERS = [
  { name: "02_http", serveHttp: serveOne },
  ...ENGINES.map(({ name, serveHttp }) => ({
    name: `the ${name} engine`,
    serveHttp,
  })),
];

/** Fails with the client's own words, unless the path is "/". */
const repeat: HttpHandler = ({ path }) => {
  if (path === "/") return { status: 200, body: "ok" };
  throw new Error(decodeURIComponent(path));
};

/** Control characters, and the other line ends of JavaScript. */
const CONTROL = /[\p{Cc}\u2028\u2029]/gu;
const ALL_CONTROL = Array.from(
  { length: 0x2030 },
  (_, code) => String.fromCharCode(code),
).join("").match(CONTROL)!.join("");

function expectNoControl(log: readonly string[]): void {
  for (const line of log) assertEquals(line.match(CONTROL), null, line);
}

for (const { name, serveHttp } of SERVERS) {
  Deno.test(`${name} logs a request as it was sent, and its outcome`, async () => {
    await using server = await start((options) => serveHttp(options, repeat));
    await server.exchange(get("/"));
    const line = await server.logged("GET /");
    assertMatch(line, /^127\.0\.0\.1:\d+ "GET \/ HTTP\/1\.1" 200 2$/);
  });

  Deno.test(`${name} escapes control characters in its log`, async () => {
    await using server = await start((options) => serveHttp(options, repeat));
    await server.exchange(get(`/${encodeURIComponent(ALL_CONTROL)}`));
    await server.exchange(get(`/${ALL_CONTROL.slice(32)}`));
    const line = await server.logged("failed");
    // The control sequence introducer (CSI): terminals obey it.
    assertStringIncludes(line, "\\u009b");
    expectNoControl(server.log);
  });
}

Deno.test("01_tcp escapes control characters in its log", async () => {
  await using server = await start(serveYes);
  const connection = await server.connect();
  await connection.send(ALL_CONTROL);
  assertStringIncludes(await server.logged("says"), "\\u009b");
  expectNoControl(server.log);
});
