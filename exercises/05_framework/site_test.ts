/**
 * The suite of stage 05, task 8: a site of a model, views and controllers.
 *
 * @module
 */

import {
  expectField,
  expectInBody,
  expectNotInBody,
  expectStatus,
  expectThat,
  type Explanation,
  get,
  httpRequest,
  post,
  type RawResponse,
  type ServerUnderTest,
  start,
  suite,
  variant,
  withHandler,
} from "../../kit/mod.ts";
import { serve, site } from "./server.ts";

const task = suite(import.meta.url);

const FORM = "Content-Type: application/x-www-form-urlencoded";
const HTML = /^text\/html; *charset=utf-8$/i;

/** Both are right: a Location is resolved against the URL of the request. */
const HOME = /^(?:http:\/\/localhost)?\/$/;

const ADD = "curl -i -d 'text=Buy milk' http://127.0.0.1:8000/notes";

/** Starts a site of its own, which has no note yet. */
async function startSite(): Promise<ServerUnderTest> {
  await using opened = new AsyncDisposableStack();
  const server = opened.use(await start(withHandler(serve, site())));
  const page = await server.exchange(get("/"));
  expectNotInBody(page, 'href="/notes/', {
    expected: "a new site has no notes",
    because: "README, task 8: site() returns a handler with notes of its own",
    likely:
      "the notes stand outside of site(), so that all sites share them: " +
      "site() makes its own",
  });
  opened.move();
  return server;
}

const SEE_OTHER: Explanation = {
  because: "RFC 9110 section 15.4.4: 303 sends the browser on with GET, so " +
    "that a reload does not post again",
  likely: "the POST is answered with the page itself, or with 302",
};

/** Expects what sends the browser on to the page with the notes. */
function expectSentHome(
  response: RawResponse,
  refused: Explanation = {
    likely: "the POST is not taken: the status says why",
  },
): void {
  expectStatus(response, 303, response.status < 400 ? SEE_OTHER : refused);
  expectField(response, "Location", HOME, SEE_OTHER);
}

/** Adds a note. */
async function add(server: ServerUnderTest, text: string): Promise<void> {
  const body = `${new URLSearchParams({ text })}`;
  expectSentHome(await server.exchange(post("/notes", body, FORM)));
}

Deno.test(task(8, "the page shows a form, and the notes that were added", {
  because: "HTML Standard section 4.10.21: what a form sends, and where to",
  likely:
    "the action, the method or the name of the field is another; or the " +
    "list does not show what was added",
  try: ADD,
}, async () => {
  await using server = await startSite();
  const empty = await server.exchange(get("/"));
  expectStatus(empty, 200);
  expectField(empty, "Content-Type", HTML);
  expectInBody(empty, /<form[^>]* action="\/notes"/);
  expectInBody(empty, /<form[^>]* method="post"/i);
  expectInBody(empty, /<input[^>]* name="text"/);
  expectNotInBody(empty, "/notes/1");
  await add(server, "Buy milk");
  await add(server, "Grüße an Ada + Co");
  const full = await server.exchange(get("/"));
  expectInBody(full, /<a href="\/notes\/1">Buy milk<\/a>/);
  expectInBody(full, /<a href="\/notes\/2">Grüße an Ada \+ Co<\/a>/);
  await variant("another site()", async () => {
    await using _other = await startSite();
  });
}));

/** Spellings of the type of a form. */
const FORM_TYPES = [
  "application/x-www-form-urlencoded;charset=UTF-8",
  "application/x-www-form-urlencoded; charset=utf-8",
  "Application/X-WWW-Form-Urlencoded",
];

/** What a form may send, and what its note then says. */
const ADDED: Record<string, [text: string, shown: string, likely: string]> = {
  "white space around it": [
    "++Buy+milk+%0D%0A",
    "Buy milk",
    "trim() is for the check only, and not for what is kept",
  ],
  "white space around 1000 characters": [
    `${"+".repeat(5)}${"m".repeat(1000)}+`,
    "m".repeat(1000),
    "the length is taken before the white space is removed",
  ],
  "1000 characters, which are 2000 bytes": [
    "%C3%BC".repeat(1000),
    "ü".repeat(1000),
    "the limit counts bytes, or what was sent: text.length is characters",
  ],
  "a percent sign": [
    "100%25",
    "100%",
    "URLSearchParams has decoded it already: that is done once",
  ],
  "what looks percent-encoded": [
    "%2541",
    "%41",
    "URLSearchParams has decoded it already: that is done once",
  ],
};

const FORM_TYPE: Explanation = {
  because:
    "RFC 9110 section 8.3.1: a media type is case-insensitive, and may " +
    "have parameters; fetch() sends one with URLSearchParams",
  likely: "the whole field is compared: compare what stands before the first " +
    "semicolon, in small letters",
};

Deno.test(task(8, "a form is read as it was sent, and once", {
  ...FORM_TYPE,
}, async () => {
  await using server = await startSite();
  for (const type of FORM_TYPES) {
    await variant(type, async () => {
      const request = post("/notes", "text=milk", `Content-Type: ${type}`);
      expectSentHome(await server.exchange(request), FORM_TYPE);
    });
  }
  let id = FORM_TYPES.length;
  const because = "README, task 8: white space around a note is removed, and " +
    "the rest of it kept, up to 1000 characters";
  for (const [name, [text, shown, likely]] of Object.entries(ADDED)) {
    await variant(name, async () => {
      const lesson = { because, likely };
      const request = post("/notes", `text=${text}`, FORM);
      expectSentHome(await server.exchange(request), lesson);
      const link = `<a href="/notes/${++id}">${shown}</a>`;
      expectInBody(await server.exchange(get("/")), link, lesson);
    });
  }
}));

Deno.test(task(8, "a note has a page, and can be deleted", {
  likely: "the id is a text in the route and a number in the model: Number()",
  try: "curl -i http://127.0.0.1:8000/notes/1",
}, async () => {
  await using server = await startSite();
  await add(server, "Buy milk");
  await add(server, "Buy tea");
  const page = await server.exchange(get("/notes/2"));
  expectStatus(page, 200);
  expectInBody(page, "Buy tea");
  expectNotInBody(page, "Buy milk");
  expectInBody(page, /<form[^>]* action="\/notes\/2\/delete"/);
  expectInBody(page, /<form[^>]* method="post"/i, {
    likely: "without a method a form sends GET, and nothing is deleted",
  });
  for (const id of ["2e0", "0x2", "2.0"]) {
    await variant(`no note /notes/${id}`, async () => {
      expectStatus(await server.exchange(get(`/notes/${id}`)), 404, {
        because:
          "a page with many URLs is many pages to caches and search engines",
        likely: "Number() reads 2e0 and 0x2 too: let the pattern take digits " +
          "only, :id(\\d+)",
      });
    });
  }
  expectSentHome(await server.exchange(post("/notes/2/delete", "")));
  expectStatus(await server.exchange(get("/notes/2")), 404);
  const list = await server.exchange(get("/"));
  expectInBody(list, "Buy milk");
  expectNotInBody(list, "Buy tea");
  await add(server, "Buy bread");
  expectInBody(await server.exchange(get("/notes/3")), "Buy bread");
}));

Deno.test(task(8, "what a visitor types is shown, and not obeyed", {
  because: "HTML Standard section 13.2.5.1: & and < begin something else",
  likely:
    "a view puts the text in as it is: replace & < > \" ' by &amp; &lt; " +
    "&gt; &quot; &#39;",
  try: "curl -i -d 'text=<b>bold</b>' http://127.0.0.1:8000/notes",
}, async () => {
  const text = `<script>alert("1 & 2")</script> it's`;
  const escaped =
    "&lt;script&gt;alert(&quot;1 &amp; 2&quot;)&lt;/script&gt; it&#39;s";
  await using server = await startSite();
  await add(server, text);
  for (const path of ["/", "/notes/1"]) {
    await variant(path, async () => {
      const page = await server.exchange(get(path));
      expectNotInBody(page, "<script>");
      expectInBody(page, escaped);
    });
  }
  await variant("an error that repeats what was sent", async () => {
    const request = post("/notes", "x", "Content-Type: <script>");
    const response = await server.exchange(request);
    expectStatus(response, 415);
    expectNotInBody(response, "<script>");
  });
}));

const REFUSED: [name: string, request: string, status: number][] = [
  ["an empty note", post("/notes", "text=+", FORM), 400],
  ["no field text", post("/notes", "note=Buy+milk", FORM), 400],
  ["a note of 1001 characters", post("/notes", longText(1001), FORM), 400],
  [
    "a note of the wrong type",
    post("/notes", "{}", "Content-Type: application/json"),
    415,
  ],
  ["a note of no type", post("/notes", "text=milk"), 415],
  ["a note that is not there", get("/notes/7"), 404],
  ["deleting what is not there", post("/notes/7/delete", ""), 404],
  ["a note without a number", get("/notes/x"), 404],
  ["a page that is not there", get("/nowhere"), 404],
  ["POST to a page that is not there", post("/nowhere", ""), 404],
  [
    "a method that nobody knows",
    httpRequest(["BREW / HTTP/1.1", "Host: localhost"]),
    501,
  ],
  [
    "a method that nobody knows, on a page that is not there",
    httpRequest(["BREW /nowhere HTTP/1.1", "Host: localhost"]),
    501,
  ],
];

function longText(length: number): string {
  return `text=${"a".repeat(length)}`;
}

Deno.test(
  task(8, "what cannot be done is refused, with the status that says why", {
    because:
      "RFC 9110 section 15.5: 400 the content, 404 the path, 415 its type; " +
      "15.6.2: 501 a method that nobody knows",
    likely:
      "new URLSearchParams and formData() take what they are given: check " +
      "the Content-Type first; text that is blank, missing or too long is " +
      "400; a method that nobody knows is 501 wherever it is sent",
  }, async () => {
    await using server = await startSite();
    for (const [name, request, status] of REFUSED) {
      await variant(name, async () => {
        const response = await server.exchange(request);
        expectStatus(response, status);
        expectField(response, "Content-Type", HTML);
      });
    }
    expectNotInBody(await server.exchange(get("/")), "/notes/1");
    await variant("a note of 1000 characters is none of them", async () => {
      const response = await server.exchange(
        post("/notes", longText(1000), FORM),
      );
      expectSentHome(response, { likely: "1000 are allowed, 1001 are not" });
    });
  }),
);

Deno.test(task(8, "405 names the methods that the page has, and HEAD is one", {
  because: "RFC 9110 section 15.5.6: Allow tells what would have worked",
  likely: "what no route answers is 404: look whether a pattern matches with " +
    "another method; a route for GET has to name HEAD too",
  try: "curl -i -X DELETE http://127.0.0.1:8000/",
}, async () => {
  await using server = await startSite();
  await add(server, "Buy milk");
  const allowed: Record<string, string> = {
    "/": "GET, HEAD",
    "/time": "GET, HEAD",
    "/notes/1": "GET, HEAD",
    "/notes": "POST",
    "/notes/1/delete": "POST",
  };
  for (const [path, methods] of Object.entries(allowed)) {
    await variant(`DELETE ${path}`, async () => {
      const request = httpRequest([
        `DELETE ${path} HTTP/1.1`,
        "Host: localhost",
      ]);
      const response = await server.exchange(request);
      expectStatus(response, 405);
      expectField(response, "Allow", methods);
      expectField(response, "Content-Type", HTML, {
        because: "README, task 8: pages and errors are HTML",
        likely: "this answer is not made by the view of the other errors",
      });
    });
    if (methods === "POST") continue;
    await variant(`HEAD ${path}`, async () => {
      const request = httpRequest([`HEAD ${path} HTTP/1.1`, "Host: localhost"]);
      const response = await server.exchange(request, { method: "HEAD" });
      expectStatus(response, 200);
    });
  }
}));

Deno.test(task(8, "the hundred newest notes are kept", {
  because: "memory is finite, and anybody may post",
  likely: "the list only grows",
}, async () => {
  await using server = await startSite();
  for (let count = 1; count <= 101; count++) await add(server, `note ${count}`);
  expectStatus(await server.exchange(get("/notes/1")), 404);
  expectInBody(await server.exchange(get("/notes/2")), "note 2");
  expectInBody(await server.exchange(get("/notes/101")), "note 101");
  await variant("one is deleted, and one added", async () => {
    await server.exchange(post("/notes/50/delete", ""));
    await add(server, "note 102");
    const likely =
      "the number says which one goes, delete(id - 100): but some " +
      "have been deleted, and there are fewer than a hundred; count them";
    expectStatus(await server.exchange(get("/notes/2")), 200, { likely });
  });
}));

Deno.test(task(8, "the time server tells the time, anew each time", {
  because: "RFC 9111 section 5.2.2.5: no-store, or a browser shows an old time",
  likely: "the time is taken when the site is made: new Date() in the handler",
  try: "curl -i http://127.0.0.1:8000/time",
}, async () => {
  await using server = await startSite();
  for (const _ of ["once", "twice"]) {
    const before = Date.now();
    const response = await server.exchange(get("/time"));
    const after = Date.now();
    expectStatus(response, 200);
    expectField(response, "Content-Type", /^text\/plain\b/);
    expectField(response, "Cache-Control", "no-store");
    expectInBody(response, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\n$/);
    const told = Date.parse(new TextDecoder().decode(response.body).trim());
    expectThat(
      before <= told && told <= after,
      `the time is ${before - told} ms late`,
    );
  }
}));
