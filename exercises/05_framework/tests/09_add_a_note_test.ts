import { expectInBody, expectNotInBody, get, suite } from "../../../kit/mod.ts";
import { addNote, startSite } from "./notes.ts";

const test = suite(import.meta.url, {
  because: "HTML Standard section 4.10.21: a form sends name=value, " +
    "percent-encoded, with + for a space",
  try: "curl -i -d 'text=Buy milk' http://127.0.0.1:8000/notes",
});

Deno.test(test("a note is added, and the page shows it", {}, async () => {
  await using server = await startSite();
  await addNote(server, "Buy milk");
  await addNote(server, "Grüße an Ada + Co");
  const page = await server.exchange(get("/"));
  expectInBody(page, /<a href="\/notes\/1">Buy milk<\/a>/);
  expectInBody(page, /<a href="\/notes\/2">Grüße an Ada \+ Co<\/a>/);
}));

Deno.test(test("every site has notes of its own", {}, async () => {
  await using server = await startSite();
  await addNote(server, "Buy milk");
  await using other = await startSite();
  expectNotInBody(await other.exchange(get("/")), "Buy milk");
}));
