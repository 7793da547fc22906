import { expectBody, expectField, suite, variant } from "../../../kit/mod.ts";
import { serveFiles } from "./site.ts";

const test = suite(import.meta.url, {
  try: "curl -i http://127.0.0.1:8000/",
});

const NOT_FOUND = "a path that ends with a slash names a directory: look for " +
  "index.html in it";

const PAGES: readonly [path: string, page: string][] = [
  ["/", "<p>the root"],
  ["/below/", "<p>below"],
];

Deno.test(
  test(
    "a path that ends with a slash is answered with index.html",
    {},
    async () => {
      await using site = await serveFiles({
        "index.html": "<p>the root",
        "below/index.html": "<p>below",
      });
      for (const [path, page] of PAGES) {
        await variant(path, async () => {
          const response = await site.get(path);
          site.expectStatus(response, 200, {
            IsADirectory: NOT_FOUND,
            NotFound: NOT_FOUND,
            404: NOT_FOUND,
          });
          expectBody(response, page);
          const type = response.headers.get("Content-Type");
          expectField(response, "Content-Type", /^text\/html\b/, {
            likely: type === "application/octet-stream"
              ? "the type is told from request.path, which has no extension " +
                "here: take it from the path of the file"
              : undefined,
          });
        });
      }
    },
  ),
);
