/**
 * The suite of stage 08, tasks 4 and 5: requests of stages 03 and 07 that are
 * answered as they were there, by code that you have not written.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import {
  bodyText,
  expectBody,
  expectField,
  expectInBody,
  expectNoField,
  expectNotInBody,
  expectStatus,
  Failure,
  get,
  httpRequest,
  pause,
  post,
  start,
  suite,
  variant,
} from "../../kit/mod.ts";
import {
  ADA,
  ask,
  expectEntries,
  expectFirstEntries,
  expectForm,
  expectProblem,
  expectStored,
  FORM_TYPE,
  sign,
  submit,
} from "../07_database/guestbook_client.ts";
import { attribute, tags } from "../07_database/page_reader.ts";
import { serve } from "./server.ts";
import { createSite } from "./temporary_site.ts";

const task = suite(import.meta.url);

/** Names as only POSIX has them: Windows skips the test. */
const POSIX = ["ln"];

const MODIFIED = new Date("2015-10-21T07:28:00Z");
const MODIFIED_DATE = "Wed, 21 Oct 2015 07:28:00 GMT";

const ENCODED: readonly [name: string, path: string][] = [
  ["two words.txt", "/two%20words.txt"],
  ["Grüße.txt", "/Gr%C3%BC%C3%9Fe.txt"],
  ["page.html", "/%70%61ge.html"],
  ["a+b.txt", "/a+b.txt"],
  ["100%.txt", "/100%25.txt"],
  ["%41.txt", "/%2541.txt"],
  ["who?.txt", "/who%3F.txt"],
  ["q.txt", "/q.txt?a=1&b=../.."],
];

Deno.test(task(4, "a path is percent-decoded, once, and without its query", {
  because: "RFC 3986 sections 2.1 and 2.4",
  likely: "a path is decoded here, and once more in serveDir: hand on the " +
    "request as it came",
  try: "curl -i http://127.0.0.1:8000/%69ndex.html",
  needs: POSIX,
}, async () => {
  const files = ENCODED.map(([name]) => [name, `This is ${name}`]);
  await using site = await createSite(Object.fromEntries(files));
  await using server = await start(serve, site.options);
  for (const [name, path] of ENCODED) {
    await variant(path, async () => {
      const response = await server.exchange(get(path));
      expectStatus(response, 200);
      expectBody(response, `This is ${name}`);
    });
  }
}));

Deno.test(task(4, "a directory is its index.html, or a list of what is in it", {
  likely: "showDirListing is false by default: in stage 03 it was true",
  try: "curl -i http://127.0.0.1:8000/notes/",
  needs: POSIX,
}, async () => {
  const names = ["plain.txt", "<i>&.txt", "two words.txt", "#1.txt"];
  const files = names.map((name) => [`list/${name}`, `I am ${name}`]);
  await using site = await createSite({
    ...Object.fromEntries(files),
    "list/.hidden": "x",
    "below/index.html": "<p>Below",
  });
  await using server = await start(serve, site.options);
  expectBody(await server.exchange(get("/below/")), "<p>Below");
  const listing = await server.exchange(get("/list/"));
  expectStatus(listing, 200);
  expectField(listing, "Content-Type", /^text\/html; ?charset=utf-8$/i);
  expectNotInBody(listing, "<i>");
  expectNotInBody(listing, ".hidden");
  const links = tags(bodyText(listing), "a")
    .map((tag) => attribute(tag, "href") ?? "")
    .map((href) => new URL(href, "http://localhost/list/").pathname);
  for (const name of names) {
    await variant(`the link to ${name}`, async () => {
      const path = links.find((link) =>
        decodeURIComponent(link) === `/list/${name}`
      );
      assert(path, `the listing links to ${links.join(", ")}`);
      expectBody(await server.exchange(get(path)), `I am ${name}`);
    });
  }
}));

Deno.test(task(4, "a directory without its slash is redirected to it", {
  because: "RFC 9110 section 15.4.2",
  likely: "the path is tidied before serveDir sees it, or the query is lost",
  try: "curl -i http://127.0.0.1:8000/notes",
}, async () => {
  await using site = await createSite({ "two words/index.html": "<p>Two" });
  await using server = await start(serve, site.options);
  const redirects = [
    ["/two%20words", "/two%20words/"],
    ["/two%20words?sort=name&q=%20", "/two%20words/?sort=name&q=%20"],
  ];
  for (const [target, wanted] of redirects) {
    await variant(target, async () => {
      const response = await server.exchange(get(target));
      expectStatus(response, 301);
      const location = new URL(
        expectField(response, "Location"),
        "http://localhost/",
      );
      assertEquals(location.pathname + location.search, wanted, "Location");
    });
  }
}));

Deno.test(task(4, "HEAD is answered like GET, without the body", {
  because: "RFC 9110 section 9.3.2",
  likely:
    "the Response is made anew, and its fields are lost: give back that " +
    "of serveDir",
  try: "curl -I http://127.0.0.1:8000/test.jpg",
}, async () => {
  await using site = await createSite({
    "page.html": "<p>Hello",
    "list/x.txt": "x",
  });
  await using server = await start(serve, site.options);
  for (const path of ["/page.html", "/list/", "/nothing.html"]) {
    await variant(path, async () => {
      const answer = await server.exchange(get(path));
      const request = get(path).replace("GET", "HEAD");
      const response = await server.exchange(request, { method: "HEAD" });
      expectStatus(response, answer.status);
      for (const name of ["Content-Type", "Content-Length"]) {
        const value = answer.headers.get(name);
        expectField(response, name, value ?? undefined);
      }
    });
  }
  await variant("no field beside those of serveDir", async () => {
    const response = await server.exchange(get("/page.html"));
    const more = ["Access-Control-Allow-Origin", "Cache-Control", "Set-Cookie"];
    for (const name of more) expectNoField(response, name);
  }, { likely: "serveDir has options that add fields: enableCors, headers" });
}));

Deno.test(task(4, "a client that has the file is told so: 304", {
  because: "RFC 9110 sections 13.1.2, 13.1.3 and 13.2.2",
  likely: "the file is read and sent without serveDir: it makes the ETag of " +
    "size and mtime, and compares it",
  try: "curl -i http://127.0.0.1:8000/test.jpg -H 'If-None-Match: *'",
}, async () => {
  await using site = await createSite({ "page.html": "0123456789" });
  const path = `${site.options.root}/page.html`;
  await Deno.utime(path, MODIFIED, MODIFIED);
  await using server = await start(serve, site.options);
  const first = await server.exchange(get("/page.html"));
  const etag = expectField(first, "ETag", /^W\/"[^"]+"$/);
  expectField(first, "Last-Modified", MODIFIED_DATE);
  const rows: readonly [fieldLine: string, status: number][] = [
    [`If-None-Match: ${etag}`, 304],
    [`If-None-Match: "of-old", ${etag.replace("W/", "")}`, 304],
    ["If-None-Match: *", 304],
    ['If-None-Match: "another"', 200],
    [`If-Modified-Since: ${MODIFIED_DATE}`, 304],
    ["If-Modified-Since: Wed, 21 Oct 2015 07:27:59 GMT", 200],
    [`If-Modified-Since: ${MODIFIED_DATE}\r\nIf-None-Match: "another"`, 200],
  ];
  for (const [fieldLine, status] of rows) {
    await variant(fieldLine, async () => {
      const response = await server.exchange(get("/page.html", fieldLine));
      expectStatus(response, status);
      expectBody(response, status === 200 ? "0123456789" : "");
    });
  }
}));

const RANGES: readonly [range: string, status: number, part: string][] = [
  ["bytes=2-5", 206, "2-5"],
  ["bytes=7-", 206, "7-9"],
  ["bytes=-3", 206, "7-9"],
  ["bytes=5-99", 206, "5-9"],
  ["bytes=-99", 206, "0-9"],
  ["bytes=10-", 416, "*"],
  ["bytes=-0", 416, "*"],
  ["bytes=0-1,4-5", 200, ""],
  ["lines=0-1", 200, ""],
];

Deno.test(task(4, "a range is sent with 206, or refused with 416", {
  because: "RFC 9110 sections 14.1.2, 15.3.7 and 15.5.17",
  likely: "the request is made anew for serveDir, without its fields",
  try: "curl -i -r 0-99 http://127.0.0.1:8000/notes/tcp.txt",
}, async () => {
  const content = "0123456789";
  await using site = await createSite({ "ten.txt": content });
  await using server = await start(serve, site.options);
  for (const [range, status, part] of RANGES) {
    await variant(`Range: ${range}`, async () => {
      const request = get("/ten.txt", `Range: ${range}`);
      const response = await server.exchange(request);
      expectStatus(response, status);
      if (part === "") return expectBody(response, content);
      expectField(response, "Content-Range", `bytes ${part}/10`);
      const [first, last] = part.split("-").map(Number);
      if (status === 206) expectBody(response, content.slice(first, last + 1));
    });
  }
}));

/** How large a file is that does not fit into the buffers on its way, in bytes. */
const LARGE = 16 * 1024 * 1024;

Deno.test(task(4, "a client that leaves in the middle leaves no file open", {
  likely: "the body is read before it is sent, or by two: give back the " +
    "Response of serveDir, whose stream closes the file when it is cancelled",
}, async () => {
  await using site = await createSite({ "large.bin": new Uint8Array(LARGE) });
  await using server = await start(serve, site.options);
  const connection = await server.connect({ canReset: true });
  await connection.send(get("/large.bin"));
  const head = await connection.readResponse({ method: "HEAD" });
  expectStatus(head, 200);
  expectField(head, "Content-Length", `${LARGE}`);
  // By then the server is stuck in a write, with nothing else going on.
  await pause(100);
  await variant("the log, before the client has read it", async () => {
    await server.logged("/large.bin");
  }, { likely: "the line is written when the handler has answered" });
  await connection.reset();
}));

Deno.test(task(4, "a large file is read while the client reads", {
  because: "a file in memory for every client soon fills it",
  likely: "the body is read and the Response made anew, new Response(await " +
    "response.bytes()): give back that of serveDir",
}, async () => {
  await using site = await createSite({ "large.bin": new Uint8Array(LARGE) });
  await using server = await start(serve, site.options);
  const connection = await server.connect();
  await connection.send(get("/large.bin", "Connection: close"));
  expectStatus(await connection.readResponse({ method: "HEAD" }), 200);
  // The buffers on the way are full: the end of the file is yet to be read.
  const end = new TextEncoder().encode("the new end");
  {
    const path = `${site.options.root}/large.bin`;
    using file = await Deno.open(path, { write: true });
    await file.seek(-end.length, Deno.SeekMode.End);
    await file.write(end);
  }
  const body = await connection.readToEnd();
  assertEquals(body.length, LARGE, "the length of the body");
  const received = new TextDecoder().decode(body.slice(-end.length));
  assert(
    received === "the new end",
    "the whole file was read before the client had read its beginning",
  );
}));

Deno.test(task(5, "what is typed is text, for SQL and for the browser", {
  because: "what was safe in stage 07 is safe here: it is the same code",
  likely: "the form is read anew, and its text pasted: toFetchHandler of " +
    "stage 05 makes a handler for Deno.serve of the whole guestbook",
  try: "curl -i -d 'firstname=<script>alert(1)</script>' -d message=Hi " +
    "http://127.0.0.1:8000/",
}, async () => {
  await using site = await createSite();
  await using server = await start(serve, site.options);
  const texts = [
    "Robert'); DROP TABLE entry;--",
    "<script>alert(1)</script>",
    "&lt;b&gt; R&D &amp;amp;",
    "Jürgen 你好 👩‍🚀 100%25 + 1%2B1",
  ];
  for (const text of texts) {
    await variant(text, async () => {
      const request = submit({ firstname: text, message: `Hi ${text}` });
      expectStored(await server.exchange(request));
      const page = await server.exchange(get("/"));
      expectNotInBody(page, "<script>");
      expectFirstEntries(page, [[text, `Hi ${text}`]]);
    });
  }
}));

Deno.test(task(5, "every method is answered as in stage 07", {
  because: "RFC 9110 sections 9.3.2, 15.5.6 and 15.6.2",
  likely: "the methods are in the route: then / in another method is one of " +
    "serveDir's, which names no Allow",
  try: "curl -i -X DELETE http://127.0.0.1:8000/",
}, async () => {
  await using site = await createSite();
  await using server = await start(serve, site.options);
  for (
    const [path, status] of [["/?page=1", 200], ["/?page=2", 404]] as const
  ) {
    await variant(path, async () => {
      expectStatus(await server.exchange(get(path)), status);
      const head = get(path).replace("GET", "HEAD");
      expectStatus(await server.exchange(head, { method: "HEAD" }), status);
    });
  }
  for (const method of ["PUT", "DELETE", "PATCH"]) {
    await variant(method, async () => {
      const request = submit(ADA).replace("POST", method);
      const response = await server.exchange(request);
      expectStatus(response, 405);
      expectField(response, "Allow", "GET, HEAD, POST");
    });
  }
  const brew = httpRequest(["BREW / HTTP/1.1", "Host: localhost"]);
  expectStatus(await server.exchange(brew), 501);
}));

Deno.test(task(5, "a form of another kind is 415, a long one 413", {
  because: "RFC 9110 sections 15.5.14 and 15.5.16",
  likely: "the body is read by formData(), whatever its length: the " +
    "guestbook counts while it reads",
  try: "curl -i --data-binary @fixtures/www/test.jpg http://127.0.0.1:8000/",
}, async () => {
  await using site = await createSite();
  await using server = await start(serve, site.options);
  const plain = post(
    "/",
    "firstname=Ada&message=Hello",
    "Content-Type: text/plain",
  );
  expectStatus(await ask(server, plain), 415);
  const body = `firstname=Ada&message=${"x".repeat(65_536)}`;
  expectStatus(await ask(server, post("/", body, FORM_TYPE)), 413);
  await variant("of unknown length", async () => {
    const size = body.length.toString(16);
    const response = await ask(
      server,
      chunked(`${size}\r\n${body}\r\n0\r\n\r\n`),
    );
    expectStatus(response, 413);
  });
  const page = await server.exchange(get("/"));
  expectInBody(page, "<form");
  expectEntries(page, []);
}));

Deno.test(task(5, "a database that stays locked is answered 503, in words", {
  because: "RFC 9110 section 15.6.4",
  likely: "busyTimeoutMs and log do not reach guestbook()",
}, async () => {
  await using site = await createSite();
  const options = { ...site.options, busyTimeoutMs: 100 };
  await using server = await start(serve, options);
  await sign(server, "Grace");
  const { DatabaseSync } = await import("node:sqlite");
  {
    using writer = new DatabaseSync(options.database);
    writer.exec("BEGIN IMMEDIATE");
    const response = await server.exchange(submit(ADA));
    expectProblem(response, [503]);
    expectForm(response, ADA);
  }
  const line = server.log.find((line) => line.includes(options.database));
  if (!line) {
    throw new Failure("no line of the log names the database", {
      expected: `a line that names ${options.database}`,
    });
  }
  expectEntries(await server.exchange(get("/")), [["Grace"]]);
}));

/** A form that comes in chunks. */
function chunked(body: string): string {
  return httpRequest([
    "POST / HTTP/1.1",
    "Host: localhost",
    "Transfer-Encoding: chunked",
    FORM_TYPE,
  ], body);
}
