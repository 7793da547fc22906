/**
 * The suite of stage 07, tasks 1 to 4: a page that remembers, and what it shows.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  bodyText,
  expectBody,
  expectField,
  expectNotInBody,
  expectStatus,
  get,
  Program,
  start,
  suite,
  TempDir,
  variant,
} from "../../kit/mod.ts";
import { fileIn } from "./database_file.ts";
import {
  ask,
  expectAll,
  expectEntries,
  expectFirstEntries,
  expectForm,
  expectStored,
  forEachRow,
  sign,
  submit,
} from "./guestbook_client.ts";
import { attribute, tags } from "./page_reader.ts";
import { serve } from "./server.ts";

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
  expectField(response, "Content-Type", /^text\/html; *charset="?utf-8"?$/i);
  expectForm(response, { firstname: "", message: "" });
  const [form = ""] = tags(bodyText(response), "form");
  assertEquals(attribute(form, "method")?.toLowerCase(), "post", form);
  const action = attribute(form, "action") ?? "/";
  assertEquals(new URL(action, "http://localhost/").pathname, "/", form);
}));

Deno.test(task(1, "the page shows the picture, and the picture is there", {
  often: "only / is answered: let staticFiles() answer all other paths",
  try: "curl -i http://127.0.0.1:8000/style.css",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  const page = bodyText(await server.exchange(get("/")));
  const sources = tags(page, "img").map((tag) => attribute(tag, "src"));
  assert(sources.includes("/test.jpg"), "the page has no <img> of /test.jpg");
  for (const path of ["/test.jpg", "/style.css"]) {
    const file = new URL(`../../fixtures/www${path}`, import.meta.url);
    const response = await server.exchange(get(path));
    expectStatus(response, 200);
    expectBody(response, await Deno.readFile(file));
  }
}));

Deno.test(task(2, "what is posted is answered 303, which leads to the page", {
  because: "RFC 9110 section 15.4.4: the browser fetches the Location by GET",
  often: "the page itself is the answer, with 200: whoever reloads it sends " +
    "the form again, and is remembered twice",
  try: SUBMIT,
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  const request = submit({ firstname: "Ada", message: "Hello" });
  expectStored(await server.exchange(request));
}));

Deno.test(task(2, "the page shows what was posted, the newest first", {
  often: "ORDER BY is missing, or it is that of the names",
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
  often: "something is read, awaited and written back: what others have " +
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
  often: "the entries are in an array, or the database is :memory:, or the " +
    "table is dropped and made anew at every start",
}, async () => {
  await using directory = await TempDir.create();
  {
    await using server = await start(serve, fileIn(directory));
    await sign(server, "Ada", "Grace");
  }
  await using server = await start(serve, fileIn(directory));
  expectEntries(await server.exchange(get("/")), [["Grace"], ["Ada"]]);
}));

Deno.test(task(3, "two guestbooks in two files know nothing of each other", {
  often: "the database is a variable of the module: open it in guestbook()",
}, async () => {
  await using directory = await TempDir.create();
  const database = directory.resolve("other.db");
  await using one = await start(serve, fileIn(directory));
  await using other = await start(serve, { database });
  await sign(one, "Ada");
  await sign(other, "Grace");
  expectEntries(await one.exchange(get("/")), [["Ada"]]);
  expectEntries(await other.exchange(get("/")), [["Grace"]]);
}));

Deno.test(task(3, "as a program it keeps its entries where --database says", {
  often: "serve() takes another file than options.database",
  try:
    "deno run -A exercises/07_database/server.ts --database /tmp/guestbook.db",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  const url = import.meta.resolve("./server.ts");
  {
    const args = ["--port", "0", "--database", database];
    await using program = Program.start(url, args);
    await program.url();
    await program.line(/^The guestbook is kept in .*guestbook\.db$/m, "file");
    await sign(program, "Ada");
    const { code, stderr } = await program.interrupt();
    assertEquals(stderr, "");
    assertEquals(code, 0);
  }
  await using server = await start(serve, { database });
  expectEntries(await server.exchange(get("/")), [["Ada"]]);
  await variant("in a directory that is not there", async () => {
    const nowhere = directory.resolve("nowhere/guestbook.db");
    const args = ["--port", "0", "--database", nowhere];
    await using program = Program.start(url, args);
    const { code, stderr } = await program.ending(15_000);
    assertStringIncludes(stderr, nowhere);
    assertEquals(stderr.trimEnd().split("\n").length, 1, stderr);
    assertEquals(code, 1, "the exit code");
  });
}));

Deno.test(task(4, "SQL in a name or a message is stored, and never run", {
  because: "what is a part of the statement is obeyed; a parameter is not",
  often: "the text is pasted into the SQL: write ? in its place, and give " +
    "the values to run()",
  try: `curl -i -d "firstname=Robert'); DROP TABLE entry;--" -d message=Hi ` +
    "http://127.0.0.1:8000/",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
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
    }, async ({ firstname, message }) => {
      const request = submit({ firstname, message });
      expectStored(await server.exchange(request));
      const page = await server.exchange(get("/"));
      expectFirstEntries(page, [[firstname, message]]);
    });
  }
  await expectAll(server, ["First"]);
}));

Deno.test(task(4, "markup in a name or a message is shown, and never obeyed", {
  because: "one visitor's <script> would run in the browsers of all others",
  often: "the text goes into the page as it came: replace & < > \" ' by " +
    "&amp; &lt; &gt; &quot; &#39;, the & first, whenever HTML is written",
  try: "curl -i -d 'firstname=<script>alert(1)</script>' -d message=Hi " +
    "http://127.0.0.1:8000/",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
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
    });
  }
}));

Deno.test(task(4, "every language is kept as it was typed", {
  because: "URL Standard section 5: UTF-8, then %XX; a + is a space",
  often: "it is decoded twice or not at all: URLSearchParams does it once",
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
  often: "all white space is replaced, or only the first line is kept; for " +
    "the browser, white-space: pre-wrap or <br>",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  const message = "one\r\n\r\ntwo  spaces\r\nthree";
  await ask(server, submit({ firstname: "Ada", message }));
  const page = await server.exchange(get("/"));
  const lines = ["one", "two  spaces", "three"];
  expectEntries(page, [["Ada", ...lines]]);
  assert(!/one *two/.test(bodyText(page)), "the lines have become one");
}));
