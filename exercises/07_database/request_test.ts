/**
 * The suite of stage 07, tasks 5 to 7: what is taken, what is shown, and what is
 * refused.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import {
  bodyText,
  expectField,
  expectInBody,
  expectNotInBody,
  expectStatus,
  get,
  httpRequest,
  post,
  type RawResponse,
  start,
  suite,
  TempDir,
  variant,
} from "../../kit/mod.ts";
import { serveHttp } from "../../solutions/06_persistent.ts";
import { fileIn } from "./database_file.ts";
import {
  expectEntries,
  expectForm,
  expectProblem,
  expectStored,
  forEachRow,
  FORM_TYPE,
  sign,
  submit,
} from "./guestbook_client.ts";
import { attribute, shownEntries, tags } from "./page_reader.ts";
import { guestbook, serve } from "./server.ts";

const task = suite(import.meta.url);

/** Either says: what you sent is understood, and not acceptable. */
const REFUSED = [422, 400];

const CURL = "curl -i http://127.0.0.1:8000/";

Deno.test(task(5, "an entry without a name or a message is refused", {
  because: "RFC 9110 section 15.5.21",
  often: "blanks count as a name, or a field that is missing is shown as " +
    "null: (fields.get(…) ?? '').trim()",
  try: "curl -i -d 'firstname=Ada' http://127.0.0.1:8000/",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  await forEachRow({
    "no name": submit({ firstname: "", message: "Hello" }),
    "no message": submit({ firstname: "Ada", message: "" }),
    "blanks for a name": submit({ firstname: " \t ", message: "Hello" }),
    "lines for a message": submit({ firstname: "Ada", message: "\r\n \r\n" }),
    "no field message": submit({ firstname: "Ada" }),
    "other fields": post("/", "lastname=Lovelace", FORM_TYPE),
    "no body": post("/", "", FORM_TYPE),
    "a body that is no form": post("/", "%%%=%&&;", FORM_TYPE),
    "no body, and no length": httpRequest([
      "POST / HTTP/1.1",
      "Host: localhost",
    ]),
  }, async (request) => {
    expectProblem(await server.exchange(request), REFUSED);
    expectEntries(await server.exchange(get("/")), []);
  });
}));

Deno.test(task(5, "what was typed stands in the form again", {
  because: "whoever has to type everything again goes away",
  often: 'the form is empty, or not escaped: value="…" and between the tags ' +
    "of <textarea>; a browser drops the first line end after that tag",
  try: "curl -d 'firstname=\"Ada\"' http://127.0.0.1:8000/",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  await forEachRow({
    "a name": { firstname: "Ada", message: "" },
    "a message": { firstname: "", message: "Hello,\nworld & Jürgen" },
    "a quotation mark": { firstname: `"Ada" 'L'`, message: "" },
    "an end of the tag": {
      firstname: '"><script>alert(1)</script>',
      message: "",
    },
    "an end of the form": {
      firstname: "",
      message: "</textarea></form><script>alert(1)</script>",
    },
    "much too long": { firstname: "x".repeat(2000), message: "y".repeat(9000) },
  }, async (typed) => {
    const message = typed.message.replaceAll("\n", "\r\n");
    const response = await server.exchange(submit({ ...typed, message }));
    expectProblem(response, REFUSED);
    expectNotInBody(response, "<script>alert");
    expectForm(response, typed);
  });
}));

/** The longest that is taken. */
const LONGEST = { firstname: 50, message: 1000 } as const;

Deno.test(
  task(5, "50 characters of name and 1000 of message fit, not one more", {
    often: "bytes are counted: a character has up to four; or the CR LF of a " +
      "browser counts as two characters, which maxlength counts as one",
    try: "curl -i -d firstname=$(printf '%051d' 0) -d message=Hi " +
      "http://127.0.0.1:8000/",
  }, async () => {
    await using directory = await TempDir.create();
    await using server = await start(serve, fileIn(directory));
    await forEachRow({
      "ASCII": "x",
      "two bytes each": "ü",
      "three bytes each": "好",
    }, async (letter) => {
      const firstname = letter.repeat(LONGEST.firstname);
      const message = letter.repeat(LONGEST.message);
      expectStored(await server.exchange(submit({ firstname, message })));
      const [shown = ""] = shownEntries(await server.exchange(get("/")));
      assert(shown.includes(firstname), "the name is not shown whole");
      assert(shown.includes(message), "the message is not shown whole");
      const longName = submit({ firstname: firstname + letter, message });
      expectProblem(await server.exchange(longName), REFUSED, /\b50\b/);
      const longMessage = submit({ firstname, message: message + letter });
      expectProblem(await server.exchange(longMessage), REFUSED, /\b1000\b/);
    });
    await variant("500 lines of one letter", async () => {
      const message = "x\r\n".repeat(499) + "xx";
      const request = submit({ firstname: "Ada", message });
      expectStored(await server.exchange(request));
    });
  }),
);

Deno.test(task(5, "control characters are refused", {
  because: "where a text has a NUL, programs disagree about where it ends: " +
    "Deno gives SQLite only what stands before it",
  often: "nobody has looked: /\\p{Cc}/u finds them; in a message, tabs and " +
    "line ends are all right",
  try: "curl -i -d 'firstname=Ada%00Lovelace' -d message=Hi " +
    "http://127.0.0.1:8000/",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  await forEachRow({
    "NUL in a name": { firstname: "Ada\0Lovelace", message: "Hello" },
    "NUL in a message": { firstname: "Ada", message: "Hello\0world" },
    "a line end in a name": { firstname: "Ada\nLovelace", message: "Hello" },
    "escape": { firstname: "Ada", message: "\x1b[31mHello" },
    "a control of Latin-1": { firstname: "A\u0085da", message: "Hello" },
  }, async (typed) => {
    expectProblem(await server.exchange(submit(typed)), REFUSED);
  });
  const message = "one\ttab\r\nand two lines";
  expectStored(await server.exchange(submit({ firstname: "Ada", message })));
}));

Deno.test(task(6, "a page has ten entries, and ?page=2 the next ten", {
  often: "OFFSET is the number of entries that are left out: (page - 1) * 10",
  try: "curl 'http://127.0.0.1:8000/?page=2'",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  const names = Array.from({ length: 23 }, (_, index) => `(${index + 1})`);
  await sign(server, ...names);
  const shown = names.toReversed().map((name) => [name]);
  const rows: [path: string, from: number][] = [
    ["/", 0],
    ["/?page=1", 0],
    ["/?page=2", 10],
    ["/?page=3", 20],
    ["/?size=1&page=3", 20],
  ];
  for (const [path, from] of rows) {
    await variant(path, async () => {
      const page = await server.exchange(get(path));
      expectEntries(page, shown.slice(from, from + 10));
    });
  }
}));

Deno.test(
  task(
    6,
    "links lead to the older and the newer entries, where there are any",
    {
      often: "the last page links to one that is empty: ask the database for " +
        "eleven entries, and show ten",
      try: CURL,
    },
    async () => {
      await using directory = await TempDir.create();
      await using server = await start(serve, fileIn(directory));
      const names = Array.from({ length: 20 }, (_, index) => `(${index + 1})`);
      await sign(server, ...names);
      await forEachRow({
        "the first of two pages": { path: "/", links: ["2"] },
        "the second of two pages": { path: "/?page=2", links: ["1"] },
      }, async ({ path, links }) => {
        const response = await server.exchange(get(path));
        assertEquals(pageLinks(response, path), links, "the pages it links to");
      });
    },
  ),
);

/** The numbers of the pages to which a page has links. */
function pageLinks(response: RawResponse, path: string): string[] {
  const base = new URL(path, "http://localhost/");
  return tags(bodyText(response), "a").flatMap((tag) => {
    const { pathname, searchParams } = new URL(
      attribute(tag, "href") ?? "",
      base,
    );
    return pathname === "/" && searchParams.get("page") || [];
  });
}

Deno.test(task(6, "a page number that is none is answered 400 or 404", {
  because: "whatever comes from outside is checked before it is used",
  often: 'Number() takes "", " 1", "1e3" and "-1" too; and beyond ' +
    "2 ** 53 SQLite is given another number than was asked for",
  try: "curl -i 'http://127.0.0.1:8000/?page=-1'",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  await sign(server, "Ada");
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
  expectEntries(await server.exchange(get("/?page=1")), [["Ada"]]);
}));

Deno.test(task(7, "HEAD is answered like GET, without the body", {
  because: "RFC 9110 section 9.3.2",
  often: "HEAD falls through to 405: answer it like GET, the engine leaves " +
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
  often: "everything that is not POST is answered like GET, or Allow is " +
    "missing",
  try: "curl -i -X DELETE http://127.0.0.1:8000/",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  for (const method of ["PUT", "DELETE", "PATCH"]) {
    await variant(method, async () => {
      const request = submit({ firstname: "Ada", message: "Hello" });
      const response = await server.exchange(request.replace("POST", method));
      expectStatus(response, 405);
      const allow = expectField(response, "Allow").split(/[ \t]*,[ \t]*/);
      assertEquals(allow.sort(), ["GET", "HEAD", "POST"], "Allow");
    });
  }
  const request = httpRequest(["BREW / HTTP/1.1", "Host: localhost"]);
  expectStatus(await server.exchange(request), 501);
  expectEntries(await server.exchange(get("/")), []);
}));

Deno.test(task(7, "what is not there is answered 404", {
  because: "RFC 9110 section 15.5.5",
  often: "every path that is no file is answered with the guestbook",
  try: "curl -i http://127.0.0.1:8000/nothing",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  const typed = { firstname: "Ada", message: "Hello" };
  expectStatus(await server.exchange(get("/nothing")), 404);
  const posted = await server.exchange(submit(typed, "/nothing"));
  assert([404, 405].includes(posted.status), `the status ${posted.status}`);
  expectEntries(await server.exchange(get("/")), []);
}));

Deno.test(task(7, "the guestbook can stand at any path of any site", {
  often: "options.path is not looked at: it is where the form is sent, and " +
    "where 303 leads to; all other paths are those of options.site",
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
  const typed = { firstname: "Ada", message: "Hello" };
  const stored = await server.exchange(submit(typed, "/book"));
  expectStored(stored, "/book");
  const page = await server.exchange(get("/book"));
  expectEntries(page, [["Ada"]]);
  const [form = ""] = tags(bodyText(page), "form");
  assertEquals(attribute(form, "action") ?? "/book", "/book", form);
  for (const path of ["/", "/book/", "/books"]) {
    await variant(path, async () => {
      expectInBody(await server.exchange(get(path)), "the site");
      expectStatus(await bare.exchange(get(path)), 404);
    });
  }
}));

Deno.test(task(7, "a body that is not of this form is answered 415", {
  because: "RFC 9110 section 15.5.16",
  often: "Content-Type is not looked at, or compared as a whole: it may have " +
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
  often: "the body is read whatever its length: look at contentLength first",
  try: "curl -i --data-binary @fixtures/www/test.jpg http://127.0.0.1:8000/",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  const room = 65_536 - "firstname=Ada&message=".length;
  const longest = submit({ firstname: "Ada", message: "x".repeat(room) });
  const tooLong = submit({ firstname: "Ada", message: "x".repeat(room + 1) });
  expectStatus(await server.exchange(tooLong), 413);
  expectProblem(await server.exchange(longest), REFUSED);
}));
