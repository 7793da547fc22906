import {
  bodyText,
  expectThat,
  get,
  start,
  suite,
  TempDir,
} from "../../../kit/mod.ts";
import { expectEntries, submit } from "../guestbook_client.ts";
import { serve } from "../server.ts";
import { fileIn } from "./database_file.ts";

const test = suite(import.meta.url);

/** Texts in several languages, and some that look encoded. */
const TEXTS: readonly string[] = [
  "Jürgen Æ ø",
  "你好",
  "שלום שלום",
  "👩‍🚀 🐦",
  "100%25 + 1%2B1=2 & c=d",
  "e\u0301 and \u00e9",
];

Deno.test(test("every language is kept as it was typed", {
  because: "URL Standard section 5: UTF-8, then %XX; a + is a space",
  try: "curl -i -d 'firstname=J%C3%BCrgen' -d 'message=100%2525' " +
    "http://127.0.0.1:8000/",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  for (const text of TEXTS) {
    await server.exchange(submit({ firstname: text, message: text }));
  }
  expectEntries(
    await server.exchange(get("/")),
    TEXTS.toReversed().map((text) => [text]),
    "the form is decoded twice or not at all: URLSearchParams does it once",
  );
}));

Deno.test(test("a message keeps its lines", {
  because: "HTML Standard section 4.10.21.6: a browser sends CR LF",
}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  const message = "one\r\n\r\ntwo  spaces\r\nthree";
  await server.exchange(submit({ firstname: "Ada", message }));
  const page = await server.exchange(get("/"));
  expectEntries(page, [["Ada", "one", "two  spaces", "three"]]);
  expectThat(showsLines(bodyText(page)), "a browser shows the lines as one", {
    expected: "a style that keeps lines, or a <br> at the end of each",
    likely: "for a browser, a line end is a space: <style>article p { " +
      "white-space: pre-wrap; }</style>",
  });
}));

/** Whether a browser begins a new line between "one" and "two". */
function showsLines(html: string): boolean {
  return /white-space\s*:\s*(?:pre|break-spaces)|<pre\b/i.test(html) ||
    /\bone\s*<[^>]+>.*\btwo\b/s.test(html);
}
