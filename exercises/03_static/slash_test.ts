/**
 * The suite of stage 03, task 5: a path that ends with a slash is a directory.
 *
 * @module
 */

import {
  bodyText,
  expectBody,
  expectField,
  expectInBody,
  expectNotInBody,
  expectStatus,
  Failure,
  get,
  type RawResponse,
  type ServerUnderTest,
  start,
  suite,
  TempDir,
  variant,
} from "../../kit/mod.ts";
import { serve } from "./server.ts";

const task = suite(import.meta.url);

/** Names as only POSIX has them: Windows skips the test. */
const POSIX = ["ln"];

const REDIRECTS: readonly [target: string, location: string][] = [
  ["/notes", "/notes/"],
  ["/notes/old", "/notes/old/"],
  ["/notes?sort=name&q=%20", "/notes/?sort=name&q=%20"],
  ["/two%20words", "/two%20words/"],
  ["/Stra%C3%9Fe", "/Stra%C3%9Fe/"],
  ["/%6Eotes", "/%6Eotes/"],
  ["/100%25", "/100%25/"],
];

Deno.test(task(5, "a directory without its slash is redirected to it", {
  because: "RFC 9110 section 15.4.2; without the slash a browser looks for " +
    "the page's links beside the directory instead of in it",
  likely:
    "Location is the path as it was sent, then the slash, then ? and the " +
    "query if there was one; not the decoded path",
  try: "curl -i http://127.0.0.1:8000/notes",
}, async () => {
  await using site = await TempDir.create({
    "notes/index.html": "<p>Notes",
    "notes/old/tcp.txt": "Bytes",
    "two words/index.html": "<p>Two",
    "Straße/index.html": "<p>Street",
    "100%/index.html": "<p>All of it",
  });
  await using server = await start(serve, { root: site.path });
  for (const [target, location] of REDIRECTS) {
    await variant(target, async () => {
      const response = await server.exchange(get(target));
      expectStatus(response, 301);
      expectField(response, "Location", location);
    });
  }
}));

/** Names that are links only if they are encoded, once for URL, once for HTML. */
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

Deno.test(task(5, "a directory without an index.html is listed, with links", {
  likely:
    "a name is a link only after encodeURIComponent, and that is a value " +
    "of an attribute only after it is escaped for HTML",
  try: "curl -i http://127.0.0.1:8000/notes/",
  needs: POSIX,
}, async () => {
  const files = AWKWARD_NAMES.map((
    name,
  ) => [`list me/${name}`, `I am ${name}`]);
  await using site = await TempDir.create(Object.fromEntries(files));
  await site.write("list me/below/index.html", "<p>Below");
  await using server = await start(serve, { root: site.path });
  const listing = await server.exchange(get("/list%20me/"));
  expectStatus(listing, 200, {
    likely: "nobody has set the option listing here, and then it is on: " +
      "undefined is not false",
  });
  expectField(listing, "Content-Type", /^text\/html; ?charset=utf-8$/i, {
    expected: "Content-Type: text/html; charset=UTF-8",
  });
  for (const name of AWKWARD_NAMES) {
    await expectLink(server, listing, name, `I am ${name}`);
  }
  await expectLink(server, listing, "below/", "<p>Below");
}));

Deno.test(task(5, "a listing obeys no name: it is escaped", {
  because: "whoever may put a file there could else run a script in the page",
  likely:
    "the names, or the path in the title, are put into the page as they " +
    "are: escape & < > and quotes",
  needs: POSIX,
}, async () => {
  await using site = await TempDir.create({
    "<script>/<img src=x onerror=alert(1)>.txt": "x",
    "<script>/R&D &lt;.txt": "x",
  });
  await using server = await start(serve, { root: site.path });
  const listing = await server.exchange(get("/%3Cscript%3E/"));
  expectStatus(listing, 200);
  expectNotInBody(listing, "<script>");
  expectNotInBody(listing, "<img");
  expectInBody(listing, /(&lt;|&#60;|&#x3c;)img src=x/i);
  expectInBody(listing, /R(&amp;|&#38;|&#x26;)D (&amp;|&#38;|&#x26;)lt;/i);
}));

Deno.test(task(5, "with listing: false a directory without an index is 404", {
  likely: "the option is not looked at; it changes nothing for an index.html",
}, async () => {
  await using site = await TempDir.create({
    "notes/tcp.txt": "Bytes",
    "index.html": "<p>Index",
  });
  const options = { root: site.path, listing: false };
  await using server = await start(serve, options);
  expectStatus(await server.exchange(get("/notes/")), 404);
  expectStatus(await server.exchange(get("/notes")), 301);
  expectStatus(await server.exchange(get("/notes/tcp.txt")), 200);
  expectBody(await server.exchange(get("/")), "<p>Index");
}));

/** The links of a page, as a browser reads them. */
function hrefsOf(page: RawResponse): string[] {
  const entities: Record<string, string> = {
    amp: "&",
    lt: "<",
    gt: ">",
    quot: '"',
    apos: "'",
  };
  const text = bodyText(page);
  const hrefs = /<a\b[^>]*\bhref=(?:"([^"]*)"|'([^']*)')/gi;
  return [...text.matchAll(hrefs)].map(([, double, single]) =>
    (double ?? single).replace(
      /&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi,
      (all, decimal, hex, name) =>
        decimal || hex
          ? String.fromCodePoint(Number(decimal ?? `0x${hex}`))
          : entities[name] ?? all,
    )
  );
}

/** Expects that one of the links leads to a file, by following it. */
async function expectLink(
  server: ServerUnderTest,
  listing: RawResponse,
  name: string,
  content: string,
): Promise<void> {
  const hrefs = hrefsOf(listing);
  const path = hrefs.map(pathOf).find((path) => isPathOf(path, name));
  if (path === undefined) {
    const encoded = name.split("/").map(encodeURIComponent).join("/");
    throw new Failure(`no link in the listing leads to ${name}`, {
      transcript: listing.source.transcript,
      expected: `a link to /list%20me/${encoded}, relative or absolute` +
        `\nits links are ${hrefs.join("  ") || "none"}`,
      likely: name.endsWith("/")
        ? "a directory has its slash in the link, and the slash is not " +
          'encoded: encodeURIComponent(name) + "/"'
        : undefined,
    });
  }
  await variant(`the link to ${name}`, async () => {
    const response = await server.exchange(get(path));
    expectStatus(response, 200);
    expectBody(response, content);
  });
}

/** The path and query to which a link leads from the listing, on this server. */
function pathOf(href: string): string {
  const url = URL.parse(href, "http://localhost/list%20me/");
  return url?.protocol === "http:" ? url.pathname + url.search : "";
}

/** Whether a path, split and decoded once, is that of a file in the listing. */
function isPathOf(path: string, name: string): boolean {
  const wanted = ["", "list me", ...name.split("/")];
  try {
    const names = path.split("/").map(decodeURIComponent);
    return names.length === wanted.length &&
      names.every((name, index) => name === wanted[index]);
  } catch {
    return false;
  }
}
