/**
 * The suite of stage 03, tasks 1 to 4: what is at a path. The other suites, in the
 * order of the tasks: `slash_test.ts` (directories), `state_test.ts` (a client
 * that has the file), `transfer_test.ts` (parts and streams), `trust_test.ts`
 * (paths that lead elsewhere), `unruly_test.ts` (files that are none).
 *
 * @module
 */

import {
  expectBody,
  expectField,
  expectStatus,
  get,
  httpRequest,
  post,
  Program,
  start,
  suite,
  TempDir,
  variant,
} from "../../kit/mod.ts";
import { serve } from "./server.ts";

const task = suite(import.meta.url);

/** Names as only POSIX has them: Windows skips the test. */
const POSIX = ["ln"];

Deno.test(task(1, "a file is sent, and one in a directory below", {
  because: "RFC 9110 section 9.3.1: GET asks for what is at the target",
  likely: "the path begins with a slash: `${root}${request.path}`, or join()",
  try: "curl -i http://127.0.0.1:8000/notes/tcp.txt",
}, async () => {
  await using site = await TempDir.create({
    "hello.txt": "Hello, files\n",
    "notes/tcp.txt": "Bytes, not messages\n",
  });
  await using server = await start(serve, { root: site.path });
  const hello = await server.exchange(get("/hello.txt"));
  expectStatus(hello, 200);
  expectBody(hello, "Hello, files\n");
  const note = await server.exchange(get("/notes/tcp.txt"));
  expectStatus(note, 200);
  expectBody(note, "Bytes, not messages\n");
}));

Deno.test(task(1, "a file is sent byte for byte, whatever its bytes", {
  likely: "the file is read as text: what is not UTF-8 gets lost; read bytes",
  try: "curl -s http://127.0.0.1:8000/test.jpg | cmp - fixtures/www/test.jpg",
}, async () => {
  const files = {
    "every_byte.bin": Uint8Array.from({ length: 256 }, (_, byte) => byte),
    "byte_order_mark.txt": "\ufeffHello",
    "line_ends.txt": "one\r\ntwo\nthree\r",
    "empty.txt": "",
  };
  await using site = await TempDir.create(files);
  await using server = await start(serve, { root: site.path });
  for (const [name, content] of Object.entries(files)) {
    await variant(name, async () => {
      const response = await server.exchange(get(`/${name}`));
      expectStatus(response, 200);
      expectBody(response, content);
    });
  }
}));

Deno.test(task(1, "a page can be edited while the server runs", {
  likely: "the file is read when the server starts: read it for every request",
}, async () => {
  await using site = await TempDir.create({ "page.html": "<p>before" });
  await using server = await start(serve, { root: site.path });
  expectBody(await server.exchange(get("/page.html")), "<p>before");
  await site.write("page.html", "<p>after, and longer");
  expectBody(await server.exchange(get("/page.html")), "<p>after, and longer");
  await site.write("new.html", "<p>new");
  expectBody(await server.exchange(get("/new.html")), "<p>new");
}));

Deno.test(task(2, "a directory is answered with its index.html", {
  likely: "a path that ends with a slash is a directory: look there for the " +
    "index.html",
  try: "curl -i http://127.0.0.1:8000/",
}, async () => {
  await using site = await TempDir.create({
    "index.html": "<p>the root",
    "below/index.html": "<p>below",
  });
  await using server = await start(serve, { root: site.path });
  for (const [path, page] of [["/", "<p>the root"], ["/below/", "<p>below"]]) {
    await variant(path, async () => {
      const response = await server.exchange(get(path));
      expectStatus(response, 200);
      expectField(response, "Content-Type", /^text\/html\b/);
      expectBody(response, page);
    });
  }
}));

const MEDIA_TYPES: readonly [name: string, type: string][] = [
  ["page.html", "text/html; charset=UTF-8"],
  ["style.css", "text/css; charset=UTF-8"],
  ["script.js", "text/javascript; charset=UTF-8"],
  ["note.txt", "text/plain; charset=UTF-8"],
  ["drawing.png", "image/png"],
  ["photo.jpg", "image/jpeg"],
  ["PHOTO.JPG", "image/jpeg"],
  ["icon.svg", "image/svg+xml"],
  ["archive.tar.gz", "application/gzip"],
  ["some.xyzzy", "application/octet-stream"],
  ["LICENSE", "application/octet-stream"],
  ["html", "application/octet-stream"],
];

Deno.test(task(2, "the extension of the name tells the media type", {
  because: "RFC 9110 section 8.3",
  likely:
    "contentType() of @std/media-types is asked for the whole path, or for " +
    "a name without a dot: give it extname(path); and where it returns " +
    "undefined, the type is application/octet-stream",
  try: "curl -i http://127.0.0.1:8000/style.css",
}, async () => {
  const files = MEDIA_TYPES.map(([name], index) => [`${index}/${name}`, "x"]);
  await using site = await TempDir.create(Object.fromEntries(files));
  await using server = await start(serve, { root: site.path });
  for (const [index, [name, type]] of MEDIA_TYPES.entries()) {
    await variant(name, async () => {
      const response = await server.exchange(get(`/${index}/${name}`));
      expectStatus(response, 200);
      expectField(response, "Content-Type", inAnySpelling(type), {
        expected: `Content-Type: ${type}`,
      });
    });
  }
}));

Deno.test(task(2, "as a program it serves the course's site from anywhere", {
  likely:
    "the default root is a URL: fromFileUrl() of @std/path makes a path " +
    "of it, which join() and toString() do not; and a relative path would " +
    "be looked up from the working directory",
  try: "deno run -A exercises/03_static/server.ts",
}, async () => {
  await using elsewhere = await TempDir.create();
  const url = import.meta.resolve("./server.ts");
  await using program = Program.start(url, ["--port", "0"], elsewhere.path);
  const connection = await program.connect();
  await connection.send(get("/"));
  const response = await connection.readResponse();
  expectStatus(response, 200);
  const page = new URL("../../fixtures/www/index.html", import.meta.url);
  expectBody(response, await Deno.readFile(page));
}));

Deno.test(task(3, "what is not there is 404", {
  because: "RFC 9110 section 15.5.5",
  likely: "the error of the file system is no answer: turn NotFound and " +
    "NotADirectory into 404; and a name with a slash after it is a directory",
  try: "curl -i http://127.0.0.1:8000/nothing.html",
}, async () => {
  await using site = await TempDir.create({ "below/page.html": "<p>Hello" });
  await using server = await start(serve, { root: site.path });
  const paths = [
    "/nothing.html",
    "/below/nothing.html",
    "/nowhere/page.html",
    "/nowhere/",
    "/below/page.html/",
    "/below/page.html/more",
  ];
  for (const path of paths) {
    await variant(path, async () => {
      expectStatus(await server.exchange(get(path)), 404);
    });
  }
}));

Deno.test(task(3, "HEAD is answered like GET, without the body", {
  because: "RFC 9110 section 9.3.2: the same fields as for GET",
  likely: "the length of nothing is sent: Content-Length is what GET would " +
    "send; give the engine the same response, it leaves out the body",
  try: "curl -I http://127.0.0.1:8000/test.jpg",
}, async () => {
  await using site = await TempDir.create({ "page.html": "<p>Hello" });
  await using server = await start(serve, { root: site.path });
  for (const path of ["/page.html", "/nothing.html"]) {
    await variant(path, async () => {
      const answerToGet = await server.exchange(get(path));
      const request = get(path).replace("GET", "HEAD");
      const answer = await server.exchange(request, { method: "HEAD" });
      expectStatus(answer, answerToGet.status);
      for (const { name, value } of answerToGet.fieldLines) {
        const wanted = /^date$/i.test(name) ? undefined : value;
        expectField(answer, name, wanted);
      }
    });
  }
}));

/** Where there is a 405 already, and no field with it. */
const NO_FIELDS = {
  likely: "an HttpError carries no fields: return the response instead of " +
    "throwing one",
};

Deno.test(task(3, "a file cannot be posted to: 405, and Allow says what can", {
  because: "RFC 9110 section 15.5.6: a 405 must have Allow",
  likely: "the method is not looked at; every method but GET and HEAD is " +
    "refused, whatever the path",
  try: "curl -i -d firstname=Vamei http://127.0.0.1:8000/",
}, async () => {
  await using site = await TempDir.create({ "index.html": "<form>" });
  await using server = await start(serve, { root: site.path });
  for (const path of ["/", "/index.html", "/cgi-bin/post.ts"]) {
    await variant(`POST ${path}`, async () => {
      const response = await server.exchange(post(path, "firstname=Vamei"));
      expectStatus(response, 405);
      expectField(response, "Allow", "GET, HEAD", NO_FIELDS);
    });
  }
  for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS"]) {
    await variant(method, async () => {
      const response = await server.exchange(withMethod(method));
      expectStatus(response, 405);
      expectField(response, "Allow", "GET, HEAD", NO_FIELDS);
    });
  }
}));

Deno.test(task(3, "a method that nobody knows is 501", {
  because: "RFC 9110 section 9.1: 501 where the server does not know it; and " +
    "methods are case-sensitive",
  likely: "405 says that another resource might have it; nobody has BREW",
  try: "curl -i -X BREW http://127.0.0.1:8000/",
}, async () => {
  await using site = await TempDir.create({ "index.html": "<p>Hello" });
  await using server = await start(serve, { root: site.path });
  for (const method of ["BREW", "get"]) {
    await variant(method, async () => {
      expectStatus(await server.exchange(withMethod(method)), 501);
    });
  }
}));

/** What takes these names for others. */
const PLUS = "a plus sign is taken for a space, as in forms: here it is itself";
const RESERVED =
  "decodeURI leaves %23, %2B and %3F as they are, and new URL() " +
  "keeps them too: decodeURIComponent decodes all of a name";

const ENCODED: readonly [name: string, path: string, likely?: string][] = [
  ["two words.txt", "/two%20words.txt"],
  ["Grüße.txt", "/Gr%C3%BC%C3%9Fe.txt"],
  ["grüße.md", "/gr%c3%bc%c3%9fe.md"],
  ["你好.txt", "/%E4%BD%A0%E5%A5%BD.txt"],
  ["👋.txt", "/%F0%9F%91%8B.txt"],
  ["page.html", "/%70%61ge.html"],
  ["a+b.txt", "/a+b.txt", PLUS],
  ["#1.txt", "/%231.txt", RESERVED],
  ["100%.txt", "/100%25.txt"],
  ["who?.txt", "/who%3F.txt", RESERVED],
  ["c+d.txt", "/c%2Bd.txt", PLUS],
  ["key=value;x.txt", "/key=value;x.txt"],
  ["über uns/Straße.txt", "/%C3%BCber%20uns/Stra%C3%9Fe.txt"],
];

/** What an encoded slash is. */
const SLASH_IN_NAME = {
  because: "RFC 3986 section 2.2: %2F is another thing than a slash, it " +
    "separates nothing; and no file has a slash in its name",
  likely: "the path is decoded before it is split, or the names are joined " +
    "without a look at them: split, decode, refuse a name with a slash in it",
};

Deno.test(task(4, "each name of a path is percent-decoded, as UTF-8", {
  because: "RFC 3986 section 2.1; a plus sign stands for a space in forms only",
  likely: "the path is used as it was sent: decodeURIComponent each name in it",
  try: "curl -i http://127.0.0.1:8000/%69ndex.html",
  needs: POSIX,
}, async () => {
  const files = ENCODED.map(([name]) => [name, `This is ${name}`]);
  await using site = await TempDir.create(Object.fromEntries(files));
  await using server = await start(serve, { root: site.path });
  for (const [name, path, likely] of ENCODED) {
    await variant(path, async () => {
      const response = await server.exchange(get(path));
      expectStatus(response, 200, { likely });
      expectBody(response, `This is ${name}`, { likely });
    });
  }
  await site.write("notes/index.html", "<p>Notes");
  for (const path of ["/notes%2F", "/notes%2Findex.html"]) {
    await variant(path, async () => {
      expectStatus(await server.exchange(get(path)), 404, SLASH_IN_NAME);
    });
  }
}));

Deno.test(task(4, "a path is decoded once, not twice", {
  because: "RFC 3986 section 2.4: never decode the same text twice",
  likely: "what is decoded is decoded again: %2541 is the name %41, not A",
}, async () => {
  await using site = await TempDir.create({ "%41.txt": "once", "A.txt": "A" });
  await using server = await start(serve, { root: site.path });
  const response = await server.exchange(get("/%2541.txt"));
  expectStatus(response, 200, {
    likely: "the name is not decoded at all: %25 is a percent sign",
  });
  expectBody(response, "once");
  expectBody(await server.exchange(get("/%41.txt")), "A");
}));

Deno.test(task(4, "the query is no part of the name", {
  because: "RFC 3986 section 3.4",
  likely: "request.target has the query in it: request.path has not",
  try: "curl -i 'http://127.0.0.1:8000/index.html?a=1'",
}, async () => {
  await using site = await TempDir.create({
    "index.html": "<p>Index",
    "page.html": "<p>Page",
  });
  await using server = await start(serve, { root: site.path });
  const queries = ["?", "?a=1", "?a/b", "?a?b", "?../..", "?%zz"];
  for (const query of queries) {
    await variant(query, async () => {
      const page = await server.exchange(get(`/page.html${query}`));
      expectStatus(page, 200);
      expectBody(page, "<p>Page");
      const index = await server.exchange(get(`/${query}`));
      expectStatus(index, 200);
      expectBody(index, "<p>Index");
    });
  }
}));

/** A media type as it may be written: in any case, with or without a space. */
function inAnySpelling(mediaType: string): RegExp {
  const pattern = mediaType.replace("; ", "; ?").replace("+", "\\+");
  return new RegExp(`^${pattern}$`, "i");
}

/** A request for the root with a method of its own. */
function withMethod(method: string): string {
  return httpRequest([`${method} / HTTP/1.1`, "Host: localhost"]);
}
