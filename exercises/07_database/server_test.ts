/**
 * The suite of stage 07, tasks 1 to 4: a page that remembers, and what it shows.
 *
 * @module
 */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { toFileUrl } from "@std/path";
import {
  bodyText,
  expectBody,
  expectNotInBody,
  expectStatus,
  expectThat,
  expectValue,
  get,
  type RawResponse,
  start,
  suite,
  TempDir,
  variant,
} from "../../kit/mod.ts";
import { serveHttp } from "../../solutions/06_persistent.ts";
import { expectAll } from "./all_entries.ts";
import { expectFile, expectKept, fileIn } from "./database_file.ts";
import {
  ADA,
  ask,
  expectEntries,
  expectFirstEntries,
  expectForm,
  expectHtml,
  expectStored,
  forEachRow,
  sign,
  startProgram,
  submit,
} from "./guestbook_client.ts";
import { attribute, formSource, tags } from "./page_reader.ts";
import { guestbook, serve } from "./server.ts";

const task = suite(import.meta.url);

const CURL = "curl -i http://127.0.0.1:8000/";
const SUBMIT = "curl -i -d 'firstname=Ada' -d 'message=Hello' " +
  "http://127.0.0.1:8000/";

Deno.test(task(1, "GET / is answered with a page that has the form", {
  because: "HTML Standard section 4.10.3: method and action say how, and " +
    "where, a form is sent; the names of its fields come with it",
  try: CURL,
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  const response = await server.exchange(get("/"));
  expectStatus(response, 200);
  expectHtml(response);
  expectForm(response, { firstname: "", message: "" });
  const [form = ""] = tags(bodyText(response), "form");
  const method = attribute(form, "method")?.toLowerCase();
  expectValue(`the method of ${form}`, method, "post", {
    likely: "without a method, a browser sends the form by GET, in the URL",
  });
  const action = attribute(form, "action") ?? "";
  const url = URL.parse(action, "http://localhost/");
  expectValue(`the path to which ${form} leads`, url?.pathname, "/");
  const enctype = attribute(form, "enctype")?.toLowerCase();
  expectValue(`the enctype of ${form}`, enctype ?? FORM, FORM, {
    likely: "leave it out: every other one is refused in task 7",
  });
  expectThat(hasButton(response), "the form has no button", {
    expected: "a <button> in the form: nobody can send it else",
  });
}));

/** What browsers make of a form, if it does not ask for anything else. */
const FORM = "application/x-www-form-urlencoded";

/** Whether the form has something that sends it. */
function hasButton(response: RawResponse): boolean {
  const form = formSource(response) ?? "";
  return tags(form, "button").some((tag) =>
    ["submit", undefined].includes(attribute(tag, "type"))
  ) ||
    tags(form, "input").some((tag) =>
      ["submit", "image"].includes(attribute(tag, "type") ?? "")
    );
}

Deno.test(task(1, "the page shows the picture, and the picture is there", {
  likely: "only / is answered: let staticFiles() answer all other paths",
  try: "curl -i http://127.0.0.1:8000/style.css",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  const page = bodyText(await server.exchange(get("/")));
  const sources = tags(page, "img").map((tag) => attribute(tag, "src"));
  const expected = 'the page has <img src="/test.jpg">';
  const likely = "it is not there, or its path is another: it begins with /";
  const hasPicture = sources.includes("/test.jpg");
  expectThat(hasPicture, "the page has no picture", { expected, likely });
  for (const path of ["/test.jpg", "/style.css"]) {
    const file = new URL(`../../fixtures/www${path}`, import.meta.url);
    const response = await server.exchange(get(path));
    expectStatus(response, 200);
    expectBody(response, await Deno.readFile(file));
  }
}));

Deno.test(task(2, "what is posted is answered 303, which leads to the page", {
  because: "RFC 9110 section 15.4.4: the browser fetches the Location by GET",
  likely: "the page itself is the answer, with 200: whoever reloads it sends " +
    "the form again, and is remembered twice",
  try: SUBMIT,
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  expectStored(await server.exchange(submit(ADA)));
}));

Deno.test(task(2, "the page shows what was posted, the newest first", {
  likely: "ORDER BY is missing, or it is that of the names",
  try: `${SUBMIT}; ${CURL}`,
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  const written = [["Grace", "Ahoy"], ["Ada", "Hello"], ["Linus", "Hei"]];
  for (const [firstname, message] of written) {
    await server.exchange(submit({ firstname, message }));
  }
  expectFirstEntries(await server.exchange(get("/")), written.toReversed());
}));

Deno.test(task(2, "those who write at the same time are all remembered", {
  likely: "something is read, awaited and written back: what others have " +
    "written meanwhile is lost",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  const visitors = Array.from({ length: 40 }, (_, index) => `(${index})`);
  await Promise.all(visitors.map((firstname) => sign(server, firstname)));
  await expectAll(server, visitors);
}));

Deno.test(task(3, "the entries are still there after a restart", {
  because: "a variable ends with its program, a file does not",
  likely: "the entries are in an array, or the database is :memory:, or the " +
    "table is dropped and made anew at every start",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  {
    await using server = await start(serve, { database });
    await sign(server, "Ada", "Grace");
  }
  // In this very process, a variable of a module would still know them.
  expectFile(database);
  expectKept(database, { firstname: "Grace", message: "Hello" });
  await using server = await start(serve, { database });
  expectEntries(await server.exchange(get("/")), [["Grace"], ["Ada"]]);
}));

Deno.test(task(3, "two guestbooks in two files know nothing of each other", {
  likely: "the database, or what is in it, is a variable of the module: make " +
    "it one of guestbook()",
}, async () => {
  await using directory = await TempDir.create();
  const other = toFileUrl(directory.resolve("other.db"));
  using handler = guestbook(other);
  await using server = await start(serve, fileIn(directory));
  await using second = await start((options) => serveHttp(options, handler));
  await sign(server, "Ada");
  await variant("guestbook() with the URL of another file", async () => {
    await sign(second, "Grace");
    expectEntries(await second.exchange(get("/")), [["Grace"]]);
  });
  expectEntries(await server.exchange(get("/")), [["Ada"]]);
}));

Deno.test(task(3, "as a program it keeps its entries where --database says", {
  likely: "serve() takes another file than options.database, or none at all",
  try:
    "deno run -A exercises/07_database/server.ts --database /tmp/guestbook.db",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  {
    await using program = startProgram(database);
    await program.url();
    await program.line(/^The guestbook is kept in .*guestbook\.db$/m, "file");
    await sign(program, "Ada");
    const { code, stderr } = await program.interrupt();
    assertEquals(stderr, "");
    assertEquals(code, 0);
  }
  expectKept(database, { firstname: "Ada", message: "Hello" });
  await using server = await start(serve, { database });
  expectEntries(await server.exchange(get("/")), [["Ada"]]);
  await variant("in a directory that is not there", async () => {
    const nowhere = directory.resolve("nowhere/guestbook.db");
    await using program = startProgram(nowhere);
    const { code, stderr } = await program.ending(15_000);
    assertStringIncludes(stderr, nowhere);
    assertEquals(stderr.trimEnd().split("\n").length, 1, stderr);
    assertEquals(code, 1, "the exit code");
  });
}));

Deno.test(task(4, "SQL in a name or a message is stored, and never run", {
  because: "what is a part of the statement is obeyed; a parameter is not",
  likely: "the text is pasted into the SQL: write ? in its place, and give " +
    "the values to run()",
  try: `curl -i -d "firstname=Robert'); DROP TABLE entry;--" -d message=Hi ` +
    "http://127.0.0.1:8000/",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using server = await start(serve, { database });
  await sign(server, "First");
  const texts = [
    "Robert'); DROP TABLE entry;--",
    "x', 'y', 0); DELETE FROM entry;--",
    "' || (SELECT firstname FROM entry) || '",
    "O'Hara",
    'say "hi"',
    "?",
    "$1 :name @p",
    "100 % _ \\ \\' \\n",
  ];
  for (const text of texts) {
    await forEachRow({
      [`as a name: ${text}`]: { firstname: text, message: "Hello" },
      [`as a message: ${text}`]: { firstname: "Ada", message: text },
    }, async (typed) => {
      expectStored(await server.exchange(submit(typed)));
      const page = await server.exchange(get("/"));
      expectFirstEntries(page, [[typed.firstname, typed.message]]);
      expectKept(database, typed);
    });
  }
  await expectAll(server, ["First"]);
}));

Deno.test(task(4, "markup in a name or a message is shown, and never obeyed", {
  because: "one visitor's <script> would run in the browsers of all others",
  likely: "the text goes into the page as it came: replace & < > \" ' by " +
    "&amp; &lt; &gt; &quot; &#39;, the & first, whenever HTML is written",
  try: "curl -i -d 'firstname=<script>alert(1)</script>' -d message=Hi " +
    "http://127.0.0.1:8000/",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using server = await start(serve, { database });
  const texts = [
    "<script>alert(1)</script>",
    "</article><h1>",
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt; R&D &amp;amp; &#39;",
    "<!-- no end",
  ];
  for (const text of texts) {
    await variant(text, async () => {
      const message = `Hi ${text}`;
      const request = submit({ firstname: text, message });
      expectStored(await server.exchange(request));
      const page = await server.exchange(get("/"));
      for (
        const markup of ["<script>a", "<article><h1>", "<img src=x", "<!-- n"]
      ) {
        expectNotInBody(page, markup);
      }
      expectFirstEntries(page, [[text, message]]);
      expectKept(database, { firstname: text, message });
    });
  }
}));

Deno.test(task(4, "every language is kept as it was typed", {
  because: "URL Standard section 5: UTF-8, then %XX; a + is a space",
  likely: "it is decoded twice or not at all: URLSearchParams does it once",
  try: "curl -i -d 'firstname=J%C3%BCrgen' -d 'message=100%2525' " +
    "http://127.0.0.1:8000/",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  const texts = [
    "Jürgen Æ ø",
    "你好",
    "שלום שלום",
    "👩‍🚀 🐦",
    "100%25 + 1%2B1=2 & c=d",
    "e\u0301 and \u00e9",
  ];
  for (const text of texts) {
    await server.exchange(submit({ firstname: text, message: text }));
  }
  expectEntries(
    await server.exchange(get("/")),
    texts.toReversed().map((text) => [text]),
  );
}));

Deno.test(task(4, "a message keeps its lines", {
  because: "HTML Standard section 4.10.21.6: a browser sends CR LF",
  likely: "all white space is replaced, or only the first line is kept",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  const message = "one\r\n\r\ntwo  spaces\r\nthree";
  await ask(server, submit({ firstname: "Ada", message }));
  const page = await server.exchange(get("/"));
  const lines = ["one", "two  spaces", "three"];
  expectEntries(page, [["Ada", ...lines]]);
  expectThat(showsLines(bodyText(page)), "a browser shows the lines as one", {
    expected: "a style that keeps lines, or a <br> at the end of each",
    likely: "for a browser a line end is a blank: <style>article p { " +
      "white-space: pre-wrap; }</style>",
  });
}));

/** Whether a browser begins a new line between "one" and "two". */
function showsLines(html: string): boolean {
  return /white-space\s*:\s*(?:pre|break-spaces)|<pre\b/i.test(html) ||
    /\bone\s*<[^>]+>.*\btwo\b/s.test(html);
}
