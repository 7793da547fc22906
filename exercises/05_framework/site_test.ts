/**
 * The suite of stage 05, tasks 7 and 8: functions around handlers, and a site of
 * a model, views and controllers.
 *
 * @module
 */

import {
  expectBody,
  expectField,
  expectInBody,
  expectNotInBody,
  expectStatus,
  expectThat,
  get,
  httpRequest,
  post,
  type RawResponse,
  start,
  type Subject,
  suite,
  variant,
} from "../../kit/mod.ts";
import {
  type FetchHandler,
  serve,
  site,
  withErrors,
  withLog,
} from "./server.ts";

const task = suite(import.meta.url);

const FORM = "Content-Type: application/x-www-form-urlencoded";
/** Both are right: a Location is resolved against the URL of the request. */
const HOME = /^(?:http:\/\/localhost)?\/$/;

const ADD = "curl -i -d 'text=Buy milk' http://127.0.0.1:8000/notes";

Deno.test(task(7, "withLog tells method, URL and status in one line", {
  often: "the line is written before the handler has answered, or what it " +
    "returns or throws is not handed on: try { … } finally { log(…) }",
}, async () => {
  const lines: string[] = [];
  const handler = withLog((line) => lines.push(line), ({ url }) => {
    if (url.endsWith("/broken")) throw new Error("the pot is broken");
    return new Response("Tea", { status: 418 });
  });
  function expectLine(...parts: string[]) {
    expectThat(
      lines.length === 1,
      `${lines.length} lines were logged, not one`,
    );
    const [line] = lines.splice(0);
    for (const part of parts) {
      expectThat(line.includes(part), `the log does not tell ${part}: ${line}`);
    }
  }
  await using server = await start((options) => serve(options, handler));
  await variant("a handler that answers", async () => {
    const response = await server.exchange(get("/tea?kind=green"));
    expectStatus(response, 418);
    expectBody(response, "Tea");
    expectLine("GET", "/tea?kind=green", "418");
  });
  await variant("a handler that throws", async () => {
    expectStatus(await server.exchange(get("/broken")), 500);
    expectLine("GET", "/broken");
    expectThat(
      server.log.some((line) => line.includes("the pot is broken")),
      "the engine has not been told what was thrown",
    );
  });
}));

Deno.test(task(7, "withErrors makes an answer of what is thrown", {
  often: "a rejection is not caught: `return await handler(…)` inside of try",
}, async () => {
  const failing: Record<string, FetchHandler> = {
    "a throw": () => {
      throw new Error("broken");
    },
    "a rejection": () => Promise.reject(new Error("broken")),
    "no Response": (() => "broken") as unknown as FetchHandler,
  };
  for (const [name, handler] of Object.entries(failing)) {
    await variant(name, async () => {
      await using server = await start((options) =>
        serve(
          options,
          withErrors((error) => {
            const isError = error instanceof Error;
            return new Response(`sorry: ${isError}`, { status: 503 });
          }, handler),
        )
      );
      const response = await server.exchange(get("/"));
      expectStatus(response, 503);
      expectBody(response, "sorry: true");
    });
  }
  await variant("a good answer", async () => {
    const handler = withErrors(
      () => new Response("sorry", { status: 503 }),
      (request, info) =>
        new Response(`${request.method} ${info.remoteAddr.transport}`),
    );
    await using server = await start((options) => serve(options, handler));
    expectBody(await server.exchange(get("/")), "GET tcp");
  });
}));

/** Adds a note, which the site answers with 303. */
async function add(server: Subject, text: string): Promise<RawResponse> {
  const body = `${new URLSearchParams({ text })}`;
  const response = await server.exchange(post("/notes", body, FORM));
  expectStatus(response, 303);
  expectField(response, "Location", HOME);
  return response;
}

Deno.test(task(8, "the page shows a form, and the notes that were added", {
  because:
    "RFC 9110 section 15.4.4: 303 sends the browser on with GET, so that " +
    "a reload does not post again",
  often: "the POST is answered with the page itself, or with 302",
  try: ADD,
}, async () => {
  await using server = await start((options) => serve(options, site()));
  const empty = await server.exchange(get("/"));
  expectStatus(empty, 200);
  expectField(empty, "Content-Type", /^text\/html; *charset=utf-8$/i);
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
    await using other = await start((options) => serve(options, site()));
    expectNotInBody(await other.exchange(get("/")), "Buy milk");
  });
}));

Deno.test(task(8, "a note has a page, and can be deleted", {
  often: "the id is a text in the route and a number in the model: Number()",
  try: "curl -i http://127.0.0.1:8000/notes/1",
}, async () => {
  await using server = await start((options) => serve(options, site()));
  await add(server, "Buy milk");
  await add(server, "Buy tea");
  const page = await server.exchange(get("/notes/2"));
  expectStatus(page, 200);
  expectInBody(page, "Buy tea");
  expectNotInBody(page, "Buy milk");
  expectInBody(page, /<form[^>]* action="\/notes\/2\/delete"/);
  const deleted = await server.exchange(post("/notes/2/delete", ""));
  expectStatus(deleted, 303);
  expectField(deleted, "Location", HOME);
  expectStatus(await server.exchange(get("/notes/2")), 404);
  const list = await server.exchange(get("/"));
  expectInBody(list, "Buy milk");
  expectNotInBody(list, "Buy tea");
  await add(server, "Buy bread");
  expectInBody(await server.exchange(get("/notes/3")), "Buy bread");
}));

Deno.test(task(8, "what a visitor types is shown, and not obeyed", {
  because: "HTML Standard section 13.2.5.1: & and < begin something else",
  often: "a view puts the text in as it is: replace & < > \" ' by &amp; &lt; " +
    "&gt; &quot; &#39;",
  try: "curl -i -d 'text=<b>bold</b>' http://127.0.0.1:8000/notes",
}, async () => {
  const text = `<script>alert("1 & 2")</script> it's`;
  const escaped =
    "&lt;script&gt;alert(&quot;1 &amp; 2&quot;)&lt;/script&gt; it&#39;s";
  await using server = await start((options) => serve(options, site()));
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
];

function longText(length: number): string {
  return `text=${"a".repeat(length)}`;
}

Deno.test(
  task(8, "what cannot be done is refused, with the status that says why", {
    because:
      "RFC 9110 section 15.5: 400 the content, 404 the path, 415 its type; " +
      "15.6.2: 501 a method that nobody knows",
    often:
      "new URLSearchParams and formData() take what they are given: check " +
      "the Content-Type first; text that is blank, or too long, is 400",
  }, async () => {
    await using server = await start((options) => serve(options, site()));
    for (const [name, request, status] of REFUSED) {
      await variant(name, async () => {
        const response = await server.exchange(request);
        expectStatus(response, status);
        expectField(response, "Content-Type", /^text\/html; *charset=utf-8$/i);
      });
    }
    expectNotInBody(await server.exchange(get("/")), "/notes/1");
    await variant("a note of 1000 characters is none of them", async () => {
      const response = await server.exchange(
        post("/notes", longText(1000), FORM),
      );
      expectStatus(response, 303);
    });
  }),
);

Deno.test(task(8, "405 names the methods that the page has, and HEAD is one", {
  because: "RFC 9110 section 15.5.6: Allow tells what would have worked",
  often: "what no route answers is 404: look whether a pattern matches with " +
    "another method; a route for GET has to name HEAD too",
  try: "curl -i -X DELETE http://127.0.0.1:8000/",
}, async () => {
  await using server = await start((options) => serve(options, site()));
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
  often: "the list only grows",
}, async () => {
  await using server = await start((options) => serve(options, site()));
  for (let count = 1; count <= 101; count++) await add(server, `note ${count}`);
  expectStatus(await server.exchange(get("/notes/1")), 404);
  expectInBody(await server.exchange(get("/notes/2")), "note 2");
  expectInBody(await server.exchange(get("/notes/101")), "note 101");
}));

Deno.test(task(8, "the time server tells the time, anew each time", {
  because: "RFC 9111 section 5.2.2.5: no-store, or a browser shows an old time",
  often: "the time is taken when the site is made: new Date() in the handler",
  try: "curl -i http://127.0.0.1:8000/time",
}, async () => {
  await using server = await start((options) => serve(options, site()));
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
