import { expectInBody, expectNotInBody, get, suite } from "../../../kit/mod.ts";
import { addNote, startSite, whyNotEscaped } from "./notes.ts";

const test = suite(import.meta.url, {
  because: "HTML Standard section 13.2.5.1: & and < begin something else",
  try: "curl -i -d 'text=<b>bold</b>' http://127.0.0.1:8000/notes",
});

Deno.test(test("markup in a note is shown as text", {}, async () => {
  await using server = await startSite();
  await addNote(server, `<script>alert("1 & 2")</script> it's`);
  const page = await server.exchange(get("/"));
  const likely = whyNotEscaped(page);
  expectNotInBody(page, "<script>", { likely });
  const escaped =
    "&lt;script&gt;alert(&quot;1 &amp; 2&quot;)&lt;/script&gt; it&#39;s";
  expectInBody(page, escaped, { likely });
}));
