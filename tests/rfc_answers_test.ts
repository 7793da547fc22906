/**
 * What RFC 9110 and RFC 9112 demand and the suites do not show: rules that no
 * learner needs to discover. They hold on both engines, with the files of stage
 * 03. `docs/rfc/` refers to these tests by their names.
 *
 * @module
 */

import { assertEquals, assertMatch } from "@std/assert";
import { get, httpRequest, TempDir } from "../kit/mod.ts";
import { staticFiles } from "../solutions/03_static.ts";
import { ask } from "./ask.ts";
import { testOnEngines } from "./engines.ts";

/** Before the file was modified, and after. */
const EARLIER = "Wed, 21 Oct 2015 07:27:59 GMT";
const LATER = "Wed, 21 Oct 2015 07:28:01 GMT";
const MODIFIED = new Date("2015-10-21T07:28:00Z");

const CHANGED = `If-Unmodified-Since: ${EARLIER}`;

/** A request, the status of its answer, and some of its fields. */
type Answer = [request: string, status: number, more?: Record<string, RegExp>];

const ANSWERS: Record<string, Answer[]> = {
  "a URI without a host is 400": [
    [httpRequest(["GET http:///ten.txt HTTP/1.1", "Host: x"]), 400],
    [httpRequest(["GET http://:80/ten.txt HTTP/1.1", "Host: x"]), 400],
    [httpRequest(["GET https:///ten.txt HTTP/1.1", "Host: x"]), 400],
  ],
  "an https URI is 421: there is no TLS": [
    [httpRequest(["GET https://x/ten.txt HTTP/1.1", "Host: x"]), 421],
  ],
  "two Host lines are 400 in HTTP/1.0 too": [
    [httpRequest(["GET /ten.txt HTTP/1.0", "Host: x", "Host: x"]), 400],
  ],
  "empty elements of Connection are ignored": [
    [get("/ten.txt", "Connection: , close,"), 200, { connection: /^close$/ }],
  ],
  "Upgrade and Content-Range are ignored": [
    [get("/ten.txt", "Connection: Upgrade", "Upgrade: h2c"), 200],
    [get("/ten.txt", "Content-Range: bytes 0-1/2"), 200],
    [httpRequest(["GET /ten.txt HTTP/1.0", "Upgrade: h2c"]), 200],
  ],
  "If-Match compares strongly": [
    [get("/ten.txt", "If-Match: *"), 200],
    [get("/ten.txt", 'If-Match: "another"'), 412],
    [get("/ten.txt", "If-Match: THE_ETAG"), 412],
  ],
  "If-Unmodified-Since is 412 if the file has changed": [
    [get("/ten.txt", CHANGED), 412],
    [get("/ten.txt", `If-Unmodified-Since: ${MODIFIED.toUTCString()}`), 200],
    [get("/ten.txt", `If-Unmodified-Since: ${LATER}`), 200],
  ],
  "If-Unmodified-Since is ignored if it is not a date": [
    [get("/ten.txt", "If-Unmodified-Since: yesterday"), 200],
    [get("/ten.txt", CHANGED, CHANGED), 200],
  ],
  "If-Unmodified-Since is ignored if there is If-Match": [
    [get("/ten.txt", CHANGED, "If-Match: *"), 200],
  ],
  "If-Range without Range is ignored": [
    [get("/ten.txt", 'If-Range: "another"'), 200],
    [get("/ten.txt", `If-Range: ${MODIFIED.toUTCString()}`), 200],
  ],
  "a condition changes no other answer": [
    [get("/nothing", CHANGED), 404],
    [get("/nothing", "If-None-Match: *"), 404],
    [get("/below", "If-None-Match: *"), 301],
    [get("/ten.txt", CHANGED).replace("GET", "OPTIONS"), 405],
    [get("*", CHANGED).replace("GET", "OPTIONS"), 200],
  ],
  "the space after the status-code stays without a reason-phrase": [
    // The kit reads strictly: a status-line without its space is an error.
    [get("/299"), 299],
  ],
  "206 and 304 have the fields of 200": [
    [get("/ten.txt", "Range: bytes=0-1"), 206, {
      "content-type": /^text\/plain/,
      "etag": /^THE_ETAG$/,
      "last-modified": /^Wed, 21 Oct 2015 07:28:00 GMT$/,
      "date": / GMT$/,
    }],
    [get("/ten.txt", "If-None-Match: *"), 304, {
      "etag": /^THE_ETAG$/,
      "date": / GMT$/,
    }],
  ],
};

for (const [name, answers] of Object.entries(ANSWERS)) {
  testOnEngines(name, async ({ serveHttp }) => {
    await using site = await TempDir.create({
      "ten.txt": "0123456789",
      "below/index.html": "",
    });
    await Deno.utime(site.resolve("ten.txt"), MODIFIED, MODIFIED);
    const files = staticFiles(site.path);
    await using server = serveHttp(
      { port: 0, log: () => {} },
      (request) => request.path === "/299" ? { status: 299 } : files(request),
    );
    const { headers } = await ask(server.addr, get("/ten.txt"));
    const etag = headers.get("etag")!;
    for (const [request, status, more = {}] of answers) {
      const text = request.replace("THE_ETAG", etag);
      const response = await ask(server.addr, text);
      assertEquals(response.status, status, text);
      for (const [field, pattern] of Object.entries(more)) {
        const value = response.headers.get(field)?.replace(etag, "THE_ETAG");
        assertMatch(value ?? "", pattern, `${field} in the answer to ${text}`);
      }
    }
  });
}
