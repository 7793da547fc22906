/**
 * The suite of stage 08, tasks 9 and 10: the table of what is answered otherwise
 * than in the stages before. Each row is sent to the reference of stage 03 too,
 * so that both columns are what really happens.
 *
 * @module
 */

import {
  expectBody,
  expectField,
  expectNoField,
  expectStatus,
  get,
  httpRequest,
  Moment,
  post,
  type ServerUnderTest,
  start,
  suite,
  variant,
} from "../../kit/mod.ts";
import { serve as serveStatic } from "../../solutions/03_static.ts";
import { serve, serveFetch } from "./server.ts";
import { createSite } from "./temporary_site.ts";

const task = suite(import.meta.url);

const OFTEN_ENGINE = "there is another engine than Deno.serve below, or what " +
  "it does is mended: nothing is to be written for this task; or, if it is " +
  "shutdown() that fails, see task 8";

const OFTEN_FILES = "the file is not sent by serveDir, or what it does is " +
  "mended: nothing is to be written for this task";

/** What is asked, the request, the status in stage 03, and the one here. */
type Row = readonly [what: string, request: string, then: number, now: number];

const MODIFIED = new Date("2015-10-21T07:28:00Z");

/** So many fields of different names. */
function fields(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `X-${index}: 1`);
}

const ACCEPTED: readonly Row[] = [
  ["no Host in HTTP/1.1", httpRequest(["GET /ten.txt HTTP/1.1"]), 400, 200],
  ["LF without CR", get("/ten.txt").replaceAll("\r", ""), 400, 200],
  ["Content-Length twice", repeatedLength(), 400, 200],
  ["a target of 60 000 bytes", get(`/ten.txt?${"x".repeat(60_000)}`), 414, 200],
  ["120 fields", get("/ten.txt", ...fields(120)), 431, 200],
  ["a chunked body", chunked("/ten.txt"), 411, 405],
];

Deno.test(task(9, "Deno.serve accepts what stage 02 refuses", {
  because: "RFC 9112 section 3.2: no Host must be answered 400; the others a " +
    "server may accept, section 2.2 and 6.3 say how",
  likely: OFTEN_ENGINE,
  try: "curl -i -H 'Host:' http://127.0.0.1:8000/style.css",
}, () => compare(ACCEPTED)));

const REFUSED: readonly Row[] = [
  ["HTTP/1.2", get("/ten.txt").replace("1.1", "1.2"), 200, 400],
  ["HTTP/2.0", get("/ten.txt").replace("1.1", "2.0"), 505, 400],
  ["200 fields", get("/ten.txt", ...fields(200)), 431, 400],
  ["a target of 66 000 bytes", get(`/${"x".repeat(66_000)}`), 414, 400],
  ["another coding", transferCoding("gzip"), 411, 400],
];

Deno.test(task(9, "what Deno.serve refuses is 400, without a word", {
  because: "RFC 9110 section 15.5.1: 400 is never wrong, 414 or 505 says more",
  likely: OFTEN_ENGINE,
  try: "printf 'GET / HTTP/1.2\\r\\nHost: x\\r\\n\\r\\n' | nc 127.0.0.1 8000",
}, async () => {
  await compare(REFUSED);
  await using site = await createFiles();
  await using server = await start(serve, site.options);
  expectBody(await server.exchange(REFUSED[0][1]), "");
}));

Deno.test(task(9, "Deno.serve keeps the connection, and answers in order", {
  because: "RFC 9112 sections 9.3 and 9.3.2; your own engine does from stage " +
    "06 on",
  likely: OFTEN_ENGINE,
  try: "curl -v http://127.0.0.1:8000/style.css http://127.0.0.1:8000/",
}, async () => {
  await using site = await createFiles();
  await using server = await start(serve, site.options);
  const connection = await server.connect();
  await connection.send(get("/ten.txt") + get("/nothing"));
  const first = await connection.readResponse();
  expectBody(first, "0123456789");
  expectNoField(first, "Connection");
  expectStatus(await connection.readResponse(), 404);
}));

Deno.test(task(9, "Deno.serve lets go of a client that half-closes", {
  because: "RFC 9112 section 9.6 speaks of half-closing for servers only; " +
    "stage 02 gives the answer all the same",
  likely: OFTEN_ENGINE,
  try: "printf 'GET /style.css HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' | " +
    "nc -N 127.0.0.1 8000",
}, async () => {
  await using site = await createFiles();
  await variant("at stage 03", async () => {
    await using before = await start(serveStatic, { root: site.options.root });
    const connection = await before.connect();
    await connection.send(get("/ten.txt"));
    await connection.closeWrite();
    expectBody(await connection.readResponse(), "0123456789");
  });
  using began = new Moment("the handler is called");
  using aborted = new Moment("the half-close aborts request.signal");
  using allowed = new Moment("the handler may answer");
  await using server = await start((options) =>
    serveFetch(options, async ({ signal }) => {
      signal.addEventListener("abort", aborted.happen);
      began.happen();
      await allowed.promise;
      return new Response("late");
    })
  );
  const connection = await server.connect();
  await connection.send(get("/"));
  await began.expect();
  await connection.closeWrite();
  await aborted.expect();
  allowed.happen();
  await connection.expectEnd("the connection ends, without an answer");
}));

const METHODS: readonly Row[] = [
  ["BREW", withMethod("BREW"), 501, 405],
  ["get", withMethod("get"), 501, 405],
  ["TRACE", withMethod("TRACE"), 501, 405],
  ["CONNECT", get("x:80").replace("GET", "CONNECT"), 501, 405],
];

Deno.test(task(10, "405 names no Allow, and is the answer to every method", {
  because: "RFC 9110 section 15.5.6: a 405 must have Allow; section 9.1: 501 " +
    "where nobody knows the method",
  likely: OFTEN_FILES,
  try: "curl -i -X BREW http://127.0.0.1:8000/style.css",
}, async () => {
  await compare(METHODS);
  await using site = await createFiles();
  await using server = await start(serve, site.options);
  const response = await server.exchange(post("/ten.txt", "x"));
  expectNoField(response, "Allow");
}));

const PATHS: readonly Row[] = [
  ["..", get("/notes/../ten.txt"), 404, 200],
  ["%2e%2e", get("/notes/%2e%2e/ten.txt"), 404, 200],
  [".. above the root", get("/../ten.txt"), 404, 200],
  ["an encoded slash", get("/notes%2Ftcp.txt"), 404, 200],
  ["a backslash", get("/notes\\tcp.txt"), 404, 200],
  ["two slashes", get("//notes/"), 404, 301],
  ["an encoded step", get("/notes/..%2Ften.txt"), 404, 301],
];

Deno.test(task(10, "paths are tidied, and Location is a whole URL", {
  because: "URL Standard section 4.4: the parser removes .. and %2e%2e, and " +
    "a backslash is a slash; RFC 9110 section 10.2.2 allows either Location",
  likely: OFTEN_FILES,
  try: "curl -i --path-as-is http://127.0.0.1:8000//notes/",
}, async () => {
  await compare(PATHS);
  await using site = await createFiles();
  await using server = await start(serve, site.options);
  const locations = [["/notes", "/notes/"], ["//notes/", "/notes/"], [
    "//evil.example/..",
    "/",
  ]];
  for (const [target, path] of locations) {
    await variant(target, async () => {
      const response = await server.exchange(get(target));
      expectStatus(response, 301);
      // The host is the one that the client has named.
      expectField(response, "Location", `http://localhost${path}`);
    });
  }
}));

const ISO_DATE = "If-Modified-Since: 2020-01-01T00:00:00Z";

const CONDITIONS: readonly Row[] = [
  ["HEAD, If-None-Match: *", head("/ten.txt", "If-None-Match: *"), 304, 200],
  ["a date of another format", get("/ten.txt", ISO_DATE), 200, 304],
  ["If-Match: another", get("/ten.txt", 'If-Match: "x"'), 412, 200],
];

Deno.test(task(10, "conditions are for GET alone, and fewer", {
  because: "RFC 9110 sections 13.1.1, 13.1.3 and 13.2.1",
  likely: OFTEN_FILES,
  try: "curl -I http://127.0.0.1:8000/test.jpg -H 'If-None-Match: *'",
}, async () => {
  await compare(CONDITIONS);
  await using site = await createFiles();
  await using server = await start(serve, site.options);
  await variant("a file whose mtime lies in the future", async () => {
    const path = `${site.options.root}/ten.txt`;
    const tomorrow = new Date("2100-01-01T00:00:00Z");
    await Deno.utime(path, tomorrow, tomorrow);
    const response = await server.exchange(get("/ten.txt"));
    expectField(response, "Last-Modified", "Fri, 01 Jan 2100 00:00:00 GMT");
  });
}));

const RANGES: readonly Row[] = [
  ["If-Range: another tag", ifRange('"x"'), 200, 206],
  [
    "If-Range: another date",
    ifRange("Wed, 21 Oct 2015 07:27:59 GMT"),
    200,
    206,
  ],
  ["Bytes=2-5", get("/ten.txt", "Range: Bytes=2-5"), 206, 200],
  ["bytes=5-2", get("/ten.txt", "Range: bytes=5-2"), 200, 416],
  ["a range of nothing", get("/empty.txt", "Range: bytes=0-"), 416, 200],
];

Deno.test(task(10, "a range is sent whatever If-Range says", {
  because: "RFC 9110 sections 13.1.5, 14.1.1 and 14.1.2: who resumes a " +
    "download of a file that has changed gets parts of two",
  likely: OFTEN_FILES,
  try: "curl -i -r 0-9 http://127.0.0.1:8000/style.css -H 'If-Range: \"x\"'",
}, () => compare(RANGES)));

Deno.test(task(10, "a name of unknown type has no Content-Type", {
  because: "RFC 9110 section 8.3: then the browser guesses",
  likely: OFTEN_FILES,
}, async () => {
  await using site = await createFiles();
  await using server = await start(serve, site.options);
  const { root } = site.options;
  await using before = await start(serveStatic, { root });
  const request = get("/some.xyzzy");
  const type = "application/octet-stream";
  expectField(await before.exchange(request), "Content-Type", type);
  const response = await server.exchange(request);
  expectStatus(response, 200);
  expectNoField(response, "Content-Type");
}));

/** What all rows ask for. */
async function createFiles() {
  const site = await createSite({
    "ten.txt": "0123456789",
    "empty.txt": "",
    "some.xyzzy": "x",
    "notes/tcp.txt": "Bytes",
  });
  await Deno.utime(`${site.options.root}/ten.txt`, MODIFIED, MODIFIED);
  return site;
}

/** Sends each request to the server of stage 03, and to that of this stage. */
async function compare(rows: readonly Row[]): Promise<void> {
  await using site = await createFiles();
  const { root } = site.options;
  await using before = await start(serveStatic, { root });
  await using server = await start(serve, site.options);
  for (const [what, request, statusThen, statusNow] of rows) {
    await variant(`${what}, at stage 03`, async () => {
      expectStatus(await ask(before, request), statusThen);
    });
    await variant(what, async () => {
      expectStatus(await ask(server, request), statusNow);
    });
  }
}

async function ask(server: ServerUnderTest, request: string) {
  const method = request.startsWith("HEAD") ? "HEAD" : undefined;
  const connection = await server.connect();
  await connection.send(request);
  const response = await connection.readResponse({ method });
  await connection.destroy();
  return response;
}

function withMethod(method: string): string {
  return get("/ten.txt").replace("GET", method);
}

function head(target: string, ...fieldLines: string[]): string {
  return get(target, ...fieldLines).replace("GET", "HEAD");
}

function ifRange(value: string): string {
  return get("/ten.txt", "Range: bytes=2-5", `If-Range: ${value}`);
}

function repeatedLength(): string {
  return get("/ten.txt", "Content-Length: 0", "Content-Length: 0");
}

function chunked(target: string): string {
  return post(target, "1\r\nx\r\n0\r\n\r\n", "Transfer-Encoding: chunked")
    .replace(/Content-Length: \d+\r\n/, "");
}

function transferCoding(name: string): string {
  return get("/ten.txt", `Transfer-Encoding: ${name}`);
}
