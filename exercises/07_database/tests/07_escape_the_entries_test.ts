import {
  expectNotInBody,
  get,
  start,
  suite,
  TempDir,
  variant,
} from "../../../kit/mod.ts";
import {
  expectFirstEntries,
  expectStored,
  submit,
} from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { expectKept, fileIn } from "./database_file.ts";

const test = suite(import.meta.url);

/** Texts that a browser obeys if they are not escaped. */
const TEXTS: readonly string[] = [
  "<script>alert(1)</script>",
  "</article><h1>",
  "<img src=x onerror=alert(1)>",
  "&lt;b&gt; R&D &amp;amp; &#39;",
  "<!-- no end",
];

/** Parts of these texts that a page has if it does not escape them. */
const MARKUP: readonly string[] = [
  "<script>a",
  "<article><h1>",
  "<img src=x",
  "<!-- n",
];

Deno.test(test("markup in a name or a message is shown, and never obeyed", {
  because: "one visitor's <script> would run in the browsers of all others",
  try: "curl -i -d 'firstname=<script>alert(1)</script>' -d message=Hi " +
    "http://127.0.0.1:8000/",
}, async () => {
  await using directory = await TempDir.create();
  const { database } = fileIn(directory);
  await using server = await start(serve, { database });
  const likely = "the text is pasted into the page: replace & < > \" ' by " +
    "&amp; &lt; &gt; &quot; &#39;, the & first";
  for (const text of TEXTS) {
    await variant(text, async () => {
      const typed = { firstname: text, message: `Hi ${text}` };
      expectStored(await server.exchange(submit(typed)));
      const page = await server.exchange(get("/"));
      for (const markup of MARKUP) expectNotInBody(page, markup, { likely });
      // First the file: a text that was escaped too early is wrong in both.
      expectKept(database, typed);
      expectFirstEntries(page, [[typed.firstname, typed.message]]);
    });
  }
}));
