import {
  expectInBody,
  expectStatus,
  get,
  post,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { addNote, startSite } from "./notes.ts";

const test = suite(import.meta.url, {
  because: "memory is finite, and anybody may post",
});

Deno.test(test("the hundred newest notes are kept", {}, async () => {
  await using server = await startSite();
  for (let count = 1; count <= 101; count++) {
    await addNote(server, `note ${count}`);
  }
  expectStatus(await server.exchange(get("/notes/1")), 404);
  for (const id of [2, 101]) {
    await variant(`note ${id}`, async () => {
      const response = await server.exchange(get(`/notes/${id}`));
      expectStatus(response, 200);
      expectInBody(response, `note ${id}`);
    });
  }
}));

Deno.test(test("a deleted note makes room", {}, async () => {
  await using server = await startSite();
  for (let count = 1; count <= 100; count++) {
    await addNote(server, `note ${count}`);
  }
  await server.exchange(post("/notes/50/delete", ""));
  await addNote(server, "note 101");
  const response = await server.exchange(get("/notes/1"));
  expectStatus(response, 200, {
    likely: response.status === 404
      ? "the number says which note goes, delete(id - 100): count the notes"
      : undefined,
  });
}));
