import { DatabaseSync } from "node:sqlite";
import {
  expectInBody,
  expectNotInBody,
  expectStatus,
  expectThat,
  get,
  httpRequest,
  post,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
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
} from "./guestbook.ts";
import { createSite } from "./temporary_site.ts";

const test = suite(import.meta.url, {
  because: "toFetchHandler of stage 05 turns the whole guestbook into a " +
    "handler for Deno.serve",
});

const TEXTS = [
  "Robert'); DROP TABLE entry;--",
  "<script>alert(1)</script>",
  "&lt;b&gt; R&D &amp;amp;",
  "Jürgen 你好 👩‍🚀 100%25 + 1%2B1",
];

Deno.test(test("an entry is text, for SQL and for the browser", {
  try: "curl -i -d 'firstname=<script>alert(1)</script>' -d message=Hi " +
    "http://127.0.0.1:8000/",
}, async () => {
  await using site = await createSite();
  await using server = await start(serve, site.options);
  for (const text of TEXTS) {
    await variant(text, async () => {
      const request = submit({ firstname: text, message: `Hi ${text}` });
      expectStored(await server.exchange(request));
      const page = await server.exchange(get("/"));
      expectNotInBody(page, "<script>");
      expectFirstEntries(page, [[text, `Hi ${text}`]]);
    });
  }
}));

Deno.test(test("another type is 415, and a form that is too long 413", {
  because: "RFC 9110 sections 15.5.14 and 15.5.16",
  try: "curl -i --data-binary @fixtures/www/test.jpg http://127.0.0.1:8000/",
}, async () => {
  await using site = await createSite();
  await using server = await start(serve, site.options);
  const form = "firstname=Ada&message=Hello";
  const plain = post("/", form, "Content-Type: text/plain");
  expectStatus(await ask(server, plain), 415);
  const body = `firstname=Ada&message=${"x".repeat(65_536)}`;
  expectStatus(await ask(server, post("/", body, FORM_TYPE)), 413);
  await variant("of unknown length", async () => {
    const chunked = httpRequest([
      "POST / HTTP/1.1",
      "Host: localhost",
      "Transfer-Encoding: chunked",
      FORM_TYPE,
    ], `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
    expectStatus(await ask(server, chunked), 413);
  });
  const page = await server.exchange(get("/"));
  expectInBody(page, "<form");
  expectEntries(page, []);
}));

Deno.test(test("a database that stays locked is 503, with a reason", {
  because: "RFC 9110 section 15.6.4",
}, async () => {
  await using site = await createSite();
  const options = { ...site.options, busyTimeoutMs: 100 };
  await using server = await start(serve, options);
  await sign(server, "Grace");
  {
    using writer = new DatabaseSync(options.database);
    writer.exec("BEGIN IMMEDIATE");
    const before = performance.now();
    const response = await ask(server, submit(ADA));
    const ms = Math.round(performance.now() - before);
    expectProblem(response, [503]);
    expectForm(response, ADA);
    expectThat(ms < 3000, `the answer took ${ms} ms`, {
      expected: "busyTimeoutMs, 100, and not the default of 5000",
      likely: "busyTimeoutMs is not passed to guestbook()",
    });
  }
  const isLogged = server.log.some((line) => line.includes(options.database));
  expectThat(isLogged, "no line of the log names the database", {
    likely: "log is not passed to guestbook()",
  });
  expectEntries(await server.exchange(get("/")), [["Grace"]]);
}));
