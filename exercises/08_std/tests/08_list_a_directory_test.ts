import {
  bodyText,
  expectBody,
  expectField,
  expectNotInBody,
  expectStatus,
  expectThat,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { attribute, tags } from "./guestbook.ts";
import { createSite } from "./temporary_site.ts";

const test = suite(import.meta.url, {
  because: "showDirListing is false by default; stage 03 always lists",
  try: "curl -i http://127.0.0.1:8000/notes/",
});

/** Names that only POSIX allows: Windows skips the test. */
const NAMES = ["plain.txt", "<i>&.txt", "two words.txt", "#1.txt"];

Deno.test(test("a directory without an index.html is listed", {
  needs: ["ln"],
}, async () => {
  const files = NAMES.map((name) => [`list/${name}`, `I am ${name}`]);
  await using site = await createSite({
    ...Object.fromEntries(files),
    "list/.hidden": "x",
  });
  await using server = await start(serve, site.options);
  const listing = await server.exchange(get("/list/"));
  expectStatus(listing, 200);
  expectField(listing, "Content-Type", /^text\/html; ?charset=utf-8$/i);
  expectNotInBody(listing, "<i>");
  expectNotInBody(listing, ".hidden");
  const links = tags(bodyText(listing), "a")
    .map((tag) => attribute(tag, "href") ?? "")
    .map((href) => new URL(href, "http://localhost/list/").pathname);
  for (const name of NAMES) {
    await variant(`the link to ${name}`, async () => {
      const path = links.find((link) =>
        decodeURIComponent(link) === `/list/${name}`
      );
      expectThat(
        path !== undefined,
        `the listing links to ${links.join(", ")}`,
      );
      expectBody(await server.exchange(get(path!)), `I am ${name}`);
    });
  }
}));

Deno.test(test("an index.html answers for its directory", {}, async () => {
  await using site = await createSite({ "below/index.html": "<p>Below" });
  await using server = await start(serve, site.options);
  expectBody(await server.exchange(get("/below/")), "<p>Below");
}));
