import { bodyText, expectNotInBody, suite, variant } from "../../../kit/mod.ts";
import { serveFiles } from "./site.ts";

const test = suite(import.meta.url);

/** Names that only POSIX has: Windows skips the test with them. */
const POSIX = ["ln"];

const WITH_A_SEPARATOR = [
  "/notes%2Ftcp.txt",
  "/notes%2ftcp.txt",
  "/notes%2F",
  "/%2Fpage.html",
  "/notes%5Ctcp.txt",
  "/notes%5ctcp.txt",
  "/notes\\tcp.txt",
];

Deno.test(test("a name with a slash or a backslash in it is 404", {
  because: "a backslash separates names on Windows, and a server that runs " +
    "there must not take it for a part of a name",
  try: "curl -i http://127.0.0.1:8000/notes%5Ctcp.txt",
  needs: POSIX,
}, async () => {
  await using site = await serveFiles({
    "page.html": "<p>Page",
    "notes/tcp.txt": "Bytes, not messages",
    // A name that POSIX allows.
    "notes\\tcp.txt": "Backslash",
  });
  for (const path of WITH_A_SEPARATOR) {
    await variant(path, async () => {
      const response = await site.get(path);
      site.expectStatus(response, 404, {
        200: path.toLowerCase().includes("%2f")
          ? "the path is decoded before it is split, or join() splits the " +
            "decoded name"
          : bodyText(response) === "Backslash"
          ? "a backslash is taken for an ordinary character: refuse it in " +
            "every name, once it is decoded"
          : "a backslash is taken for a slash, as new URL() does: split " +
            "request.path yourself",
        301: "the path is decoded before it is split",
      });
    });
  }
}));

const WITH_AN_EMPTY_NAME = [
  "//notes",
  "//evil.example/..",
  "//evil.example/%2e%2e",
  "//notes/../notes",
  "/\\evil.example/..",
  "///",
  "//",
  "//page.html",
  "/notes//",
  "/notes//tcp.txt",
];

Deno.test(test("an empty name is 404: no redirect to another host", {
  because: "RFC 3986 section 4.2: a Location that begins with // names a host",
  try: "curl -i --path-as-is http://127.0.0.1:8000//notes",
}, async () => {
  await using site = await serveFiles({
    "page.html": "<p>Page",
    "notes/tcp.txt": "Bytes, not messages",
  });
  for (const path of WITH_AN_EMPTY_NAME) {
    await variant(path, async () => {
      const response = await site.get(path);
      const location = response.headers.get("Location");
      site.expectStatus(response, 404, {
        200: "two slashes are taken for one, as join() does: only the last " +
          "name may be empty",
        301:
          "two slashes are taken for one, so that a directory is found; and " +
          `a browser takes ${location} for a path on another host`,
      });
      expectNotInBody(response, "Bytes");
    });
  }
}));
