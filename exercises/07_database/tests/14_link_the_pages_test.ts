import { expectThat, get, start, suite, TempDir } from "../../../kit/mod.ts";
import { forEachRow } from "../guestbook_client.ts";
import { pageLinks } from "../page_reader.ts";
import { serve } from "../server.ts";
import { fileIn, signTimes } from "./database_file.ts";

const test = suite(import.meta.url, {
  try: "curl -i http://127.0.0.1:8000/",
});

Deno.test(
  test(
    "a page links to the older and the newer entries, if any",
    {},
    async () => {
      await using directory = await TempDir.create();
      const { database } = fileIn(directory);
      await using server = await start(serve, { database });
      await signTimes(server, database, 30);
      await forEachRow({
        "the first of three pages": { target: "/", next: [2] },
        "the second of three pages": { target: "/?page=2", next: [1, 3] },
        "the last of three pages": { target: "/?page=3", next: [2] },
      }, async ({ target, next }) => {
        const response = await server.exchange(get(target));
        expectLinks(pageLinks(response, target), next);
      });
    },
  ),
);

/** Expects links to these of three pages; others of the three may be there. */
function expectLinks(links: readonly URL[], wanted: readonly number[]): void {
  const found = links.filter(({ pathname }) => pathname === "/")
    .map(({ searchParams }) => searchParams.get("page")!);
  const all = found.join(" and ") || "none";
  for (const number of wanted.map(String)) {
    expectThat(found.includes(number), `there is no link to page ${number}`, {
      expected: `<a href="?page=${number}">; the pages it links to: ${all}`,
      likely: found.length > 0
        ? "the link is not computed from the page's own number: page - 1 and " +
          "page + 1"
        : undefined,
    });
  }
  const wrong = found.find((number) => !["1", "2", "3"].includes(number));
  expectThat(wrong === undefined, `there is a link to page ${wrong}`, {
    expected: "links only to pages that exist",
    likely: wrong === "4"
      ? "the last page links to an empty one: ask the database for eleven " +
        "entries, and show ten"
      : undefined,
  });
}
