import {
  bodyText,
  expectInBody,
  expectNotInBody,
  suite,
} from "../../../kit/mod.ts";
import { expectLink, LISTED, LISTED_PATH } from "./links.ts";
import { serveFiles } from "./site.ts";

const test = suite(import.meta.url);

/** Names that only POSIX has: Windows skips the tests with them. */
const POSIX = ["ln"];

/** Names that are links only if they are encoded for the URL, then for HTML. */
const AWKWARD_NAMES: readonly string[] = [
  "plain.txt",
  "two words.txt",
  "Grüße.txt",
  "100%.txt",
  "%41.txt",
  "#1.txt",
  "who?.txt",
  "a&b.txt",
  "a&amp;b.txt",
  'say "hello".txt',
  "it's.txt",
  "<i>.txt",
  "a:b.txt",
  "javascript:alert(1)",
];

Deno.test(test("a link leads to its file, even if the name is awkward", {
  because: "RFC 3986 section 2.1: a name in a URL is percent-encoded",
  needs: POSIX,
}, async () => {
  const files = AWKWARD_NAMES.map((name) =>
    [`${LISTED}/${name}`, `I am ${name}`] as const
  );
  await using site = await serveFiles(Object.fromEntries(files));
  const listing = await site.get(LISTED_PATH);
  site.expectStatus(listing, 200);
  for (const name of AWKWARD_NAMES) {
    await expectLink(site, listing, name, `I am ${name}`);
  }
}));

Deno.test(test("a name in the page is text, and never a tag", {
  because: "a person who may put a file there could run a script in the page",
  needs: POSIX,
}, async () => {
  await using site = await serveFiles({
    "<script>/<img src=x onerror=alert(1)>.txt": "x",
    "<script>/R&D &lt;.txt": "x",
  });
  const listing = await site.get("/%3Cscript%3E/");
  site.expectStatus(listing, 200);
  expectNotInBody(listing, "<script>", {
    likely: "the path in the title or the heading is not escaped",
  });
  expectNotInBody(listing, "<img", {
    likely: "the name of a file is put into the page as it is: replace & < > " +
      "and quotes by entities",
  });
  expectInBody(listing, /(&lt;|&#60;|&#x3c;)img src=x/i, {
    likely: bodyText(listing).includes("&amp;lt;img")
      ? "the name is escaped twice"
      : undefined,
  });
  expectInBody(listing, /R(&amp;|&#38;|&#x26;)D (&amp;|&#38;|&#x26;)lt;/i, {
    likely: bodyText(listing).includes("R&D")
      ? "& is not escaped, and it begins an entity"
      : bodyText(listing).includes("&amp;amp;")
      ? "what is escaped is escaped again: replace & first, or all in one pass"
      : undefined,
  });
}));
