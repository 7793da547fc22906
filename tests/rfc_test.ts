/**
 * The table of requirements, `docs/rfc.md`, tells the truth
 * as far as a test can see that: every test that it names exists, and no row is
 * without a test or a reason. What the suites do not show is shown here: rules
 * that no learner should have to stumble over.
 *
 * @module
 */

import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  Connection,
  get,
  httpRequest,
  type RawResponse,
  TempDir,
} from "../kit/mod.ts";
import { staticFiles } from "../solutions/03_static.ts";
import { serveHttp } from "../solutions/06_persistent.ts";
import { listFiles, ROOT } from "./deno_command.ts";

/** How many requirements there are at least. */
const AT_LEAST_ROWS = 60;

interface Row {
  section: string;
  requirement: string;
  proof: string;
}

function read(path: string): string {
  return Deno.readTextFileSync(new URL(path, ROOT));
}

/** The rows of all tables, without their headings. */
function readRows(): Row[] {
  return read("docs/rfc.md").split("\n")
    .filter((line) => line.startsWith("| ["))
    .map((line) => {
      const cells = line.split("|").map((cell) => cell.trim());
      assertEquals(cells.length, 5, `three columns: ${line}`);
      const [, section, requirement, proof] = cells;
      return { section, requirement, proof };
    });
}

/** The names of all tests of the suites, of the fuzzer, and of this module. */
function testNames(): Set<string> {
  const names = listFiles("exercises/", "_test.ts").flatMap((file) => {
    const [, stage] = file.split("/");
    return [...read(file).matchAll(/\btask\(\s*(\d+),\s*"(.+?)",/g)]
      .map(([, task, name]) => `${stage} task ${task} · ${name}`);
  });
  const fuzzers = [...read("tests/fuzz_test.ts").matchAll(/name: "(.+?)",/g)]
    .map(([, name]) => `fuzz_test · ${name}`);
  const here = Object.keys(ANSWERS).map((name) => `rfc_test · ${name}`);
  return new Set([...names, ...fuzzers, ...here]);
}

Deno.test("the table of requirements is as long as they are", () => {
  const { length } = readRows();
  assert(length >= AT_LEAST_ROWS, `only ${length} rows`);
});

Deno.test("every requirement names its section, and a test or a reason", () => {
  for (const { section, requirement, proof } of readRows()) {
    const link = /^\[([\d.]+)\]\(https:\S+\/rfc911[02]#section-([\d.]+)\)$/;
    const [, shown, linked] = link.exec(section) ?? [];
    assert(shown !== undefined && shown === linked, `section: ${section}`);
    assert(requirement !== "", `${section}: no requirement`);
    const hasReason = /not applicable: |no test: |by construction/i;
    assert(
      / · /.test(proof) || hasReason.test(proof),
      `${section}, ${requirement}: neither test nor reason`,
    );
  }
});

Deno.test("every test that the table names exists", () => {
  const names = testNames();
  for (const { section, proof } of readRows()) {
    for (const [, name] of proof.matchAll(/`([^`]+ · [^`]+)`/g)) {
      assert(names.has(name), `${section}: no test is named ${name}`);
    }
  }
});

/** Before the file was modified, and after. */
const EARLIER = "Wed, 21 Oct 2015 07:27:59 GMT";
const LATER = "Wed, 21 Oct 2015 07:28:01 GMT";
const MODIFIED = new Date("2015-10-21T07:28:00Z");

const CHANGED = `If-Unmodified-Since: ${EARLIER}`;

/** A request, and the status of its answer; perhaps more of it. */
type Answer = [request: string, status: number, more?: Record<string, RegExp>];

const ANSWERS: Record<string, Answer[]> = {
  "an http URI without a host is 400": [
    [httpRequest(["GET http:///ten.txt HTTP/1.1", "Host: x"]), 400],
    [httpRequest(["GET http://:80/ten.txt HTTP/1.1", "Host: x"]), 400],
  ],
  "an https URI is 421: there is no TLS": [
    [httpRequest(["GET https://x/ten.txt HTTP/1.1", "Host: x"]), 421],
    [httpRequest(["GET https:///ten.txt HTTP/1.1", "Host: x"]), 421],
  ],
  "two Host lines are 400 in HTTP/1.0, too": [
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
  "If-Unmodified-Since is 412 where the file has changed": [
    [get("/ten.txt", CHANGED), 412],
    [get("/ten.txt", `If-Unmodified-Since: ${MODIFIED.toUTCString()}`), 200],
    [get("/ten.txt", `If-Unmodified-Since: ${LATER}`), 200],
  ],
  "If-Unmodified-Since is ignored where it is no date": [
    [get("/ten.txt", "If-Unmodified-Since: yesterday"), 200],
    [get("/ten.txt", CHANGED, CHANGED), 200],
  ],
  "If-Unmodified-Since is ignored beside If-Match": [
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
  "the space behind the status-code stays without a reason-phrase": [
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

/** Asks the engine, with a file of ten bytes on it. */
async function ask(
  addr: Deno.NetAddr,
  request: string,
): Promise<RawResponse> {
  const connection = await Connection.open(addr);
  try {
    await connection.send(request);
    // The kit reads strictly: a status-line without its space is an error.
    return await connection.readResponse();
  } finally {
    await connection.destroy();
  }
}

for (const [name, answers] of Object.entries(ANSWERS)) {
  Deno.test(name, async () => {
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
        assertMatch(value ?? "", pattern, `${field} after ${text}`);
      }
    }
  });
}
