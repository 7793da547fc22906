import {
  expectField,
  expectInBody,
  expectStatus,
  get,
  start,
  suite,
} from "../../../kit/mod.ts";
import { site } from "../server.ts";
import { HTML } from "./notes.ts";
import { requestOf, serveWith } from "./serving.ts";

const test = suite(import.meta.url, {
  because: "HTML Standard section 4.10.21: what a form sends, and where to",
  try: "curl -i http://127.0.0.1:8000/",
});

Deno.test(test("the page has a form for a note", {}, async () => {
  await using server = await start(serveWith(site()));
  const page = await server.exchange(get("/"));
  expectStatus(page, 200);
  expectField(page, "Content-Type", HTML);
  expectInBody(page, /<form[^>]* action="\/notes"/);
  expectInBody(page, /<form[^>]* method="post"/i);
  expectInBody(page, /<input[^>]* name="text"/);
}));

Deno.test(test("HEAD is answered, too", {
  because: "RFC 9110 section 9.1: every server supports GET and HEAD",
}, async () => {
  await using server = await start(serveWith(site()));
  const head = requestOf("HEAD /");
  const response = await server.exchange(head, { method: "HEAD" });
  expectStatus(response, 200, {
    likely: response.status === 404 || response.status === 405
      ? "a route for GET does not answer HEAD: name both"
      : undefined,
  });
  expectField(response, "Content-Type", HTML);
}));

Deno.test(test("another path is answered 404", {
  because: "RFC 9110 section 15.5.5",
}, async () => {
  await using server = await start(serveWith(site()));
  expectStatus(await server.exchange(get("/nowhere")), 404);
}));
