import { bodyText, expectBody, suite, variant } from "../../../kit/mod.ts";
import { serveFiles } from "./site.ts";

const test = suite(import.meta.url, {
  because: "RFC 3986 section 2.1",
  try: "curl -i http://127.0.0.1:8000/%69ndex.html",
});

/** Names that only POSIX has: Windows skips the tests with them. */
const POSIX = ["ln"];

const AS_SENT = "the path is used as it was sent: decode each name in it";
const PLUS = "a plus sign is a space in forms only: here it is a plus sign";
const RESERVED = "decodeURI() leaves %23, %2B and %3F as they are, and so " +
  "does new URL(): decodeURIComponent() decodes all of a name";

const ENCODED: readonly [name: string, path: string, likely: string][] = [
  ["two words.txt", "/two%20words.txt", AS_SENT],
  ["Grüße.txt", "/Gr%C3%BC%C3%9Fe.txt", "the bytes are not read as UTF-8"],
  ["grüße.md", "/gr%c3%bc%c3%9fe.md", "the hexadecimal digits may be small"],
  ["你好.txt", "/%E4%BD%A0%E5%A5%BD.txt", AS_SENT],
  ["👋.txt", "/%F0%9F%91%8B.txt", AS_SENT],
  ["page.html", "/%70%61ge.html", AS_SENT],
  ["a+b.txt", "/a+b.txt", PLUS],
  ["#1.txt", "/%231.txt", RESERVED],
  ["100%.txt", "/100%25.txt", "a decoded percent sign is decoded again"],
  ["who?.txt", "/who%3F.txt", RESERVED],
  ["c+d.txt", "/c%2Bd.txt", RESERVED],
  ["key=value;x.txt", "/key=value;x.txt", "; and = belong to the name"],
  ["über uns/Straße.txt", "/%C3%BCber%20uns/Stra%C3%9Fe.txt", AS_SENT],
];

Deno.test(test("each name of a path is percent-decoded, as UTF-8", {
  needs: POSIX,
}, async () => {
  const files = ENCODED.map(([name]) => [name, `This is ${name}`]);
  await using site = await serveFiles(Object.fromEntries(files));
  for (const [name, path, likely] of ENCODED) {
    await variant(path, async () => {
      const response = await site.get(path);
      site.expectStatus(response, 200, { 404: likely, 400: likely });
      expectBody(response, `This is ${name}`);
    });
  }
}));

Deno.test(test("a path is decoded once, not twice", {
  because: "RFC 3986 section 2.4: never decode the same text twice",
}, async () => {
  await using site = await serveFiles({ "%41.txt": "once", "A.txt": "A" });
  const response = await site.get("/%2541.txt");
  site.expectStatus(response, 200, {
    404: "the name is not decoded: %25 is a percent sign",
  });
  expectBody(response, "once", {
    likely: bodyText(response) === "A"
      ? "the decoded name is decoded again: %2541 is the name %41, not A"
      : undefined,
  });
  expectBody(await site.get("/%41.txt"), "A");
}));

Deno.test(test("an encoded slash separates nothing", {
  because: "RFC 3986 section 2.2: %2F is not the same as a slash, and no " +
    "file has a slash in its name",
}, async () => {
  await using site = await serveFiles({ "notes/index.html": "<p>Notes" });
  const likely = "the path is decoded before it is split, or join() splits " +
    "the decoded name: split, decode, then refuse a name with a slash in it";
  for (const path of ["/notes%2F", "/notes%2findex.html"]) {
    await variant(path, async () => {
      site.expectStatus(await site.get(path), 404, {
        200: likely,
        301: likely,
      });
    });
  }
}));

const QUERIES = ["?", "?a=1", "?a/b", "?a?b", "?../..", "?%zz"];

Deno.test(test("the query is not a part of the name", {
  because: "RFC 3986 section 3.4",
  try: "curl -i 'http://127.0.0.1:8000/index.html?a=1'",
}, async () => {
  await using site = await serveFiles({
    "index.html": "<p>Index",
    "page.html": "<p>Page",
  });
  const causes = {
    404: "the query is taken for a part of the path: request.path has no " +
      "query, request.target has",
  };
  for (const query of QUERIES) {
    await variant(query, async () => {
      const page = await site.get(`/page.html${query}`);
      site.expectStatus(page, 200, causes);
      expectBody(page, "<p>Page");
      const index = await site.get(`/${query}`);
      site.expectStatus(index, 200, causes);
      expectBody(index, "<p>Index");
    });
  }
}));
