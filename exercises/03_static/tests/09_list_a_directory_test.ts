import { expectBody, expectField, suite } from "../../../kit/mod.ts";
import { expectLink, LISTED_PATH } from "./links.ts";
import { serveFiles } from "./site.ts";

const test = suite(import.meta.url, {
  try: "curl -i http://127.0.0.1:8000/notes/",
});

const FILES = {
  "list me/tcp.txt": "Bytes",
  "list me/page.html": "<p>Page",
  "list me/below/index.html": "<p>Below",
};

Deno.test(
  test("a directory without an index.html is listed", {}, async () => {
    await using site = await serveFiles(FILES);
    const listing = await site.get(LISTED_PATH);
    site.expectStatus(listing, 200, {
      404: "the option listing is true if it is undefined",
    });
    expectField(listing, "Content-Type", /^text\/html; ?charset=utf-8$/i, {
      expected: "Content-Type: text/html; charset=UTF-8",
    });
    await expectLink(site, listing, "tcp.txt", "Bytes");
    await expectLink(site, listing, "page.html", "<p>Page");
    await expectLink(site, listing, "below/", "<p>Below");
  }),
);

Deno.test(
  test("with listing: false there is a 404 instead", {}, async () => {
    await using site = await serveFiles({
      ...FILES,
      "index.html": "<p>Index",
    }, { listing: false });
    site.expectStatus(await site.get(LISTED_PATH), 404, {
      200: "the option listing is not looked at",
      403: "to a client, a list that is switched off is a list that is not " +
        "there: 404",
    });
    site.expectStatus(await site.get("/list%20me"), 301, {
      404: "the option is about listings only: a directory is still " +
        "redirected to its slash",
    });
    site.expectStatus(await site.get("/list%20me/tcp.txt"), 200);
    expectBody(await site.get("/"), "<p>Index");
  }),
);
