import { expectField, suite, variant } from "../../../kit/mod.ts";
import { serveFiles } from "./site.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 15.4.2; without the slash a browser looks for " +
    "the page's links next to the directory instead of in it",
  try: "curl -i http://127.0.0.1:8000/notes",
});

const REDIRECTS: readonly [target: string, location: string][] = [
  ["/notes", "/notes/"],
  ["/notes/old", "/notes/old/"],
  ["/notes?sort=name&q=%20", "/notes/?sort=name&q=%20"],
  ["/two%20words", "/two%20words/"],
  ["/Stra%C3%9Fe", "/Stra%C3%9Fe/"],
  ["/%6Eotes", "/%6Eotes/"],
  ["/100%25", "/100%25/"],
];

Deno.test(
  test("a directory without its slash is redirected to it", {}, async () => {
    await using site = await serveFiles({
      "notes/index.html": "<p>Notes",
      "notes/old/tcp.txt": "Bytes",
      "two words/index.html": "<p>Two",
      "Straße/index.html": "<p>Street",
      "100%/index.html": "<p>All of it",
    });
    for (const [target, location] of REDIRECTS) {
      await variant(target, async () => {
        const response = await site.get(target);
        site.expectStatus(response, 301, {
          200: "the directory is answered although the slash is missing",
          302: "302 is temporary: a missing slash is permanent, 301",
          "Cannot send field": "Location has decoded characters: take " +
            "request.path, which is still encoded",
        });
        const found = response.headers.get("Location");
        expectField(response, "Location", location, {
          likely: causeOfLocation(target, location, found ?? ""),
        });
      });
    }
  }),
);

function causeOfLocation(
  target: string,
  location: string,
  found: string,
): string | undefined {
  const [path, query] = location.split("?");
  if (found.endsWith("undefined")) {
    return "request.query is undefined without a query";
  }
  if (query !== undefined && found === path) return "the query is lost";
  if (found === `${target}/`) {
    return "the slash belongs to the path: in front of the query";
  }
  if (found === decodeURIComponent(location)) {
    return "Location has the decoded path: take request.path";
  }
  return found === encodeURI(decodeURIComponent(location))
    ? "Location is decoded and encoded again, which gives another text: take " +
      "request.path"
    : undefined;
}
