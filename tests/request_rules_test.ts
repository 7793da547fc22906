/**
 * Rules of requests that every server of the course shares: how fields of one
 * name are joined, what may stand before a request, and which status answers a
 * request-line that is too long.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { bodyText, get, start } from "../kit/mod.ts";
import type { HttpHandler } from "../solutions/02_http/types.ts";
import { HTTP_SERVERS as SERVERS } from "./engines.ts";

/** Answers with the Cookie and the Accept field that it is given. */
const showFields: HttpHandler = ({ headers }) => ({
  status: 200,
  body: `${headers.get("cookie")} | ${headers.get("accept")}`,
});

/** Field lines of a request, and what a handler sees of them. */
const FIELDS: readonly (readonly [lines: readonly string[], seen: string])[] = [
  [["Cookie: a=1", "Cookie: b=2"], "a=1; b=2 | null"],
  [["Cookie: a=1", "Accept: x", "cookie: b=2"], "a=1; b=2 | x"],
  [["Cookie: note=tea, sugar=two"], "note=tea, sugar=two | null"],
  [["Accept: text/html", "Accept: image/png"], "null | text/html, image/png"],
];

/** Beginnings that are too long or unusual, and the status that answers them. */
const BEGINNINGS:
  readonly (readonly [what: string, text: string, status: number])[] = [
    ["a method of 100 000 letters", `${"A".repeat(100_000)} / HTTP/1.1`, 501],
    [
      "a target of 100 000 letters",
      `GET /${"a".repeat(100_000)} HTTP/1.1`,
      414,
    ],
    ["a target that never ends", `GET /${"a".repeat(100_000)}`, 414],
    [
      "a version of 100 000 letters",
      `GET / HTTP/1.1${"1".repeat(100_000)}`,
      400,
    ],
    ["one empty line first", "\r\nGET / HTTP/1.1", 200],
    ["two empty lines first", "\r\n\r\nGET / HTTP/1.1", 200],
    [
      "a thousand empty lines first",
      `${"\r\n".repeat(1000)}GET / HTTP/1.1`,
      200,
    ],
    ["endless empty lines", "\r\n".repeat(50_000), 431],
  ];

for (const [name, serveHttp] of Object.entries(SERVERS)) {
  Deno.test(`${name}: fields of one name are joined, cookies with "; "`, async () => {
    await using server = await start((options) =>
      serveHttp(options, showFields)
    );
    for (const [lines, seen] of FIELDS) {
      const response = await server.exchange(get("/", ...lines));
      assertEquals(bodyText(response), seen, lines.join(" | "));
    }
  });

  for (const [what, text, status] of BEGINNINGS) {
    Deno.test(`${name}: ${what} is answered ${status}`, async () => {
      await using server = await start((options) =>
        serveHttp(options, () => ({ status: 200 }))
      );
      const connection = await server.connect();
      await connection.send(`${text}\r\nHost: x\r\nConnection: close\r\n\r\n`);
      assertEquals((await connection.readResponse()).status, status);
      await connection.expectEnd();
    });
  }
}
