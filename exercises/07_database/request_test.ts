/**
 * The suite of stage 07, tasks 6 and 7: what is shown, and what is refused.
 *
 * @module
 */

import { assert } from "@std/assert";
import {
  bodyText,
  expectField,
  expectInBody,
  expectStatus,
  expectThat,
  expectValue,
  get,
  httpRequest,
  post,
  type RawResponse,
  type ServerUnderTest,
  start,
  suite,
  TempDir,
  variant,
} from "../../kit/mod.ts";
import { serveHttp } from "../../solutions/06_persistent.ts";
import { fileIn, fill } from "./database_file.ts";
import {
  ADA,
  expectEntries,
  expectProblem,
  expectStored,
  forEachRow,
  FORM_TYPE,
  REFUSED,
  sign,
  submit,
  type Typed,
} from "./guestbook_client.ts";
import { attribute, pageLinks, tags } from "./page_reader.ts";
import { guestbook, serve } from "./server.ts";

const task = suite(import.meta.url);

const CURL = "curl -i http://127.0.0.1:8000/";

/** Signs as many times as it says, and returns what the pages show of it. */
async function signTimes(
  server: ServerUnderTest,
  database: string,
  count: number,
): Promise<string[][]> {
  const names = Array.from({ length: count }, (_, index) => `(${index + 1})`);
  await sign(server, names[0]);
  fill(database, names.slice(1));
  return names.toReversed().map((name) => [name]);
}

Deno.test(task(6, "a page has ten entries, and ?page=2 the next ten", {
  likely:
    "OFFSET is the number of entries that are left out: (page - 1) * 10; " +
    "or ORDER BY is posted: those of one millisecond have no order then, id " +
    "has one",
  try: "curl 'http://127.0.0.1:8000/?page=2'",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using server = await start(serve, { database });
  const shown = await signTimes(server, database, 23);
  await forEachRow({
    "/": { target: "/", from: 0 },
    "?page=1": { target: "/?page=1", from: 0 },
    "?page=2": { target: "/?page=2", from: 10 },
    "?page=3": { target: "/?page=3", from: 20 },
    "page behind another name": { target: "/?size=1&page=3", from: 20 },
    "a name that ends with page": { target: "/?homepage=2", from: 0 },
  }, async ({ target, from }) => {
    const page = await server.exchange(get(target));
    expectEntries(page, shown.slice(from, from + 10));
  });
}));

Deno.test(
  task(
    6,
    "links lead to the older and the newer entries, where there are any",
    {
      likely:
        "the last page links to one that is empty: ask the database for " +
        "eleven entries, and show ten",
      try: CURL,
    },
    async () => {
      await using directory = await TempDir.create();
      const { database } = fileIn(directory);
      await using server = await start(serve, { database });
      await signTimes(server, database, 30);
      await forEachRow({
        "the first of three pages": { target: "/", next: [2] },
        "the second of three pages": { target: "/?page=2", next: [1, 3] },
        "the last of three pages": { target: "/?page=3", next: [2] },
      }, async ({ target, next }) => {
        const response = await server.exchange(get(target));
        expectLinks(pageLinks(response, target), next);
      });
    },
  ),
);

/** Expects links to these of three pages; others of the three may be there. */
function expectLinks(links: readonly URL[], wanted: readonly number[]): void {
  const found = links.filter(({ pathname }) => pathname === "/")
    .map(({ searchParams }) => searchParams.get("page")!);
  const all = found.join(" and ") || "none";
  for (const number of wanted.map(String)) {
    expectThat(found.includes(number), `there is no link to page ${number}`, {
      expected: `<a href="?page=${number}">; the pages it links to: ${all}`,
      likely:
        "the link is for one page, and not made of its number: page - 1 " +
        "and page + 1",
    });
  }
  const wrong = found.find((number) => !["1", "2", "3"].includes(number));
  expectThat(wrong === undefined, `there is a link to page ${wrong}`, {
    expected: "a link to a page that is there",
  });
}

Deno.test(task(6, "a page number that is none is answered 400 or 404", {
  because: "whatever comes from outside is checked before it is used",
  likely:
    'Number() takes "", " 1", "1e3" and "-1" too; beyond 2 ** 53 SQLite ' +
    "is given another number than was asked for; and a page behind the first " +
    "without entries is none, also if there are exactly ten before it",
  try: "curl -i 'http://127.0.0.1:8000/?page=-1'",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using server = await start(serve, { database });
  const shown = await signTimes(server, database, 10);
  const values = ["0", "-1", "", "two", "1.5", "1e0", "0x1", "%201", "2"];
  const large = ["1000000", "9007199254740993", "9".repeat(30)];
  const injected = ["1;DROP%20TABLE%20entry", "1%20OR%201=1", "1'"];
  for (const value of [...values, ...large, ...injected]) {
    await variant(`?page=${value}`, async () => {
      const response = await server.exchange(get(`/?page=${value}`));
      const isRefused = [400, 404].includes(response.status);
      expectStatus(response, isRefused ? response.status : 400);
    });
  }
  expectEntries(await server.exchange(get("/?page=1")), shown);
}));

Deno.test(task(7, "HEAD is answered like GET, without the body", {
  because: "RFC 9110 section 9.3.2",
  likely: "HEAD falls through to 405: answer it like GET, the engine leaves " +
    "the body out",
  try: "curl --head http://127.0.0.1:8000/",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  await sign(server, "Ada");
  for (const path of ["/", "/?page=2"]) {
    await variant(path, async () => {
      const answer = await server.exchange(get(path));
      const request = get(path).replace("GET", "HEAD");
      const response = await server.exchange(request, { method: "HEAD" });
      expectStatus(response, answer.status);
      const type = answer.headers.get("content-type");
      if (type !== null) expectField(response, "Content-Type", type);
    });
  }
}));

Deno.test(task(7, "other methods are answered 405, or 501", {
  because: "RFC 9110 sections 15.5.6 and 15.6.2",
  likely: "everything that is not POST is answered like GET, or Allow is " +
    "missing",
  try: "curl -i -X DELETE http://127.0.0.1:8000/",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  for (const method of ["PUT", "DELETE", "PATCH"]) {
    await variant(method, async () => {
      const request = submit(ADA);
      const response = await server.exchange(request.replace("POST", method));
      expectStatus(response, 405);
      expectAllow(response);
    });
  }
  await variant("OPTIONS", async () => {
    const response = await server.exchange(get("/").replace("GET", "OPTIONS"));
    // Who answers it need not refuse it: that is what Allow is for.
    const isAnswered = [200, 204].includes(response.status);
    if (!isAnswered) expectStatus(response, 405);
    expectAllow(response, "OPTIONS");
  });
  const request = httpRequest(["BREW / HTTP/1.1", "Host: localhost"]);
  expectStatus(await server.exchange(request), 501);
  expectEntries(await server.exchange(get("/")), []);
}));

/** Expects the three methods in Allow; one more may be there. */
function expectAllow(response: RawResponse, optional?: string): void {
  const allow = expectField(response, "Allow").split(/[ \t]*,[ \t]*/)
    .filter((method) => method !== optional).sort();
  expectValue("Allow", allow, ["GET", "HEAD", "POST"]);
}

Deno.test(task(7, "what is not there is answered 404", {
  because: "RFC 9110 section 15.5.5",
  likely: "every path that is no file is answered with the guestbook",
  try: "curl -i http://127.0.0.1:8000/nothing",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  expectStatus(await server.exchange(get("/nothing")), 404);
  const posted = await server.exchange(submit(ADA, "/nothing"));
  assert([404, 405].includes(posted.status), `the status ${posted.status}`);
  expectEntries(await server.exchange(get("/")), []);
}));

Deno.test(task(7, "the guestbook can stand at any path of any site", {
  likely: "options.path is not looked at: it is where the form and the links " +
    "lead, and 303 too; all other paths are those of options.site",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  using handler = guestbook(database, {
    path: "/book",
    site: () => ({ status: 200, body: "the site" }),
  });
  using alone = guestbook(database, { path: "/book" });
  await using server = await start((options) => serveHttp(options, handler));
  await using bare = await start((options) => serveHttp(options, alone));
  const stored = await server.exchange(submit(ADA, "/book"));
  expectStored(stored, "/book");
  fill(database, Array.from({ length: 10 }, (_, index) => `(${index})`));
  const page = await server.exchange(get("/book"));
  const [form = ""] = tags(bodyText(page), "form");
  const action = attribute(form, "action") ?? "";
  const url = URL.parse(action, "http://localhost/book");
  expectValue(`the path to which ${form} leads`, url?.pathname, "/book");
  const link = pageLinks(page, "/book")
    .find(({ searchParams }) => searchParams.get("page") === "2");
  const older = link && `${link.pathname}${link.search}`;
  expectValue("the link to the older entries", older, "/book?page=2");
  const next = await server.exchange(get("/book?page=2"));
  expectEntries(next, [["Ada"]]);
  for (const path of ["/", "/book/", "/books"]) {
    await variant(path, async () => {
      expectInBody(await server.exchange(get(path)), "the site");
      expectStatus(await bare.exchange(get(path)), 404);
    });
  }
}));

Deno.test(task(7, "a body that is not of this form is answered 415", {
  because: "RFC 9110 section 15.5.16",
  likely:
    "Content-Type is not looked at, or compared as a whole: it may have " +
    "parameters, and upper-case letters",
  try: "curl -i -F firstname=Ada http://127.0.0.1:8000/",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  const body = "firstname=Ada&message=Hello";
  const others = [
    "multipart/form-data; boundary=x",
    "text/plain",
    "application/json",
    "application/x-www-form-urlencodedX",
  ];
  for (const type of others) {
    await variant(type, async () => {
      const request = post("/", body, `Content-Type: ${type}`);
      expectStatus(await server.exchange(request), 415);
    });
  }
  expectEntries(await server.exchange(get("/")), []);
  const good = "Content-Type: Application/X-WWW-Form-URLencoded;charset=UTF-8";
  await variant(good, async () => {
    expectStored(await server.exchange(post("/", body, good)));
  });
  await variant("no Content-Type", async () => {
    expectStored(await server.exchange(post("/", body)));
  });
}));

Deno.test(task(7, "a form of more than 65536 bytes is answered 413", {
  because: "RFC 9110 section 15.5.14",
  likely: "the body is read whatever its length, or only contentLength is " +
    "looked at: a body in chunks has none, so count while you read; it is " +
    "guestbook() that has this limit, and not the engine",
  try: "curl -i --data-binary @fixtures/www/test.jpg http://127.0.0.1:8000/",
}, async () => {
  await using directory = await TempDir.create();
  using handler = guestbook(fileIn(directory).database);
  await using server = await start((options) => serveHttp(options, handler));
  const room = 65_536 - "firstname=Ada&message=".length;
  const longest = { firstname: "Ada", message: "x".repeat(room) };
  const tooLong = { firstname: "Ada", message: "x".repeat(room + 1) };
  await forEachRow({
    "with a Content-Length": submit,
    "in chunks": submitInChunks,
  }, async (submit) => {
    expectStatus(await server.exchange(submit(tooLong)), 413);
    expectProblem(await server.exchange(submit(longest)), REFUSED);
    expectStored(await server.exchange(submit(ADA)));
  });
}));

/** The form as it comes from a program that does not know how long it will be. */
function submitInChunks(typed: Typed): string {
  const body = `${new URLSearchParams({ ...typed })}`;
  const halves = [body.slice(0, 9), body.slice(9)];
  const chunks = [...halves, ""]
    .map((text) => `${text.length.toString(16)}\r\n${text}\r\n`);
  return httpRequest([
    "POST / HTTP/1.1",
    "Host: localhost",
    "Transfer-Encoding: chunked",
    FORM_TYPE,
  ], chunks.join(""));
}
