import {
  expectInBody,
  expectNotInBody,
  expectStatus,
  get,
  post,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { addNote, expectSentHome, startSite, whyNotEscaped } from "./notes.ts";

const test = suite(import.meta.url, {
  try: "curl -i http://127.0.0.1:8000/notes/1",
});

Deno.test(test("a note has a page, with a form to delete it", {
  because: "HTML Standard section 4.10.21: without a method a form sends GET",
}, async () => {
  await using server = await startSite();
  await addNote(server, "Buy milk");
  await addNote(server, "<script>Buy tea");
  const page = await server.exchange(get("/notes/2"));
  expectStatus(page, 200);
  const likely = whyNotEscaped(page);
  expectInBody(page, "&lt;script&gt;Buy tea", { likely });
  expectNotInBody(page, "<script>", { likely });
  expectNotInBody(page, "Buy milk");
  expectInBody(page, /<form[^>]* action="\/notes\/2\/delete"/);
  expectInBody(page, /<form[^>]* method="post"/i);
}));

Deno.test(test("a note can be deleted", {}, async () => {
  await using server = await startSite();
  await addNote(server, "Buy milk");
  await addNote(server, "Buy tea");
  expectSentHome(await server.exchange(post("/notes/2/delete", "")));
  const gone = await server.exchange(get("/notes/2"));
  expectStatus(gone, 404, {
    likely: gone.status === 200
      ? "nothing was deleted: the number is a text in the route and a number " +
        "in the model, Number()"
      : undefined,
  });
  const list = await server.exchange(get("/"));
  expectInBody(list, "Buy milk");
  expectNotInBody(list, "Buy tea");
  await variant("its number is not given again", async () => {
    await addNote(server, "Buy bread");
    const response = await server.exchange(get("/notes/3"));
    expectStatus(response, 200, {
      likely: response.status === 404
        ? "the number is the count of notes: count up, also after a deletion"
        : undefined,
    });
    expectInBody(response, "Buy bread");
  });
}));

const NO_NOTES = ["7", "x", "2e0", "0x2", "2.0", "-2", "2/", "%32/delete/x"];

Deno.test(test("any other number is answered 404", {
  because: "a page with many URLs is many pages to caches and search engines",
}, async () => {
  await using server = await startSite();
  await addNote(server, "Buy milk");
  await addNote(server, "Buy tea");
  for (const id of NO_NOTES) {
    await variant(`/notes/${id}`, async () => {
      const response = await server.exchange(get(`/notes/${id}`));
      expectStatus(response, 404, {
        likely: response.status === 200 && Number(id) === 2
          ? "Number() reads 2e0 and 0x2, too: wherever it is called, let " +
            "only digits reach it, as with the pattern :id(\\d+)"
          : undefined,
      });
    });
  }
  const response = await server.exchange(post("/notes/7/delete", ""));
  expectStatus(response, 404);
}));
