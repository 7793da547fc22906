import { assert } from "@std/assert";
import {
  bodyText,
  expectInBody,
  expectStatus,
  expectValue,
  get,
  start,
  suite,
  TempDir,
  variant,
} from "../../../kit/mod.ts";
import { serveHttp } from "../../../solutions/06_persistent.ts";
import {
  ADA,
  expectEntries,
  expectStored,
  submit,
} from "../guestbook_client.ts";
import { attribute, pageLinks, tags } from "../page_reader.ts";
import { guestbook, serve } from "../server.ts";
import { fileIn, fill } from "./database_file.ts";

const test = suite(import.meta.url, {
  try: "curl -i http://127.0.0.1:8000/nothing",
});

Deno.test(
  test("the form, the links and the 303 lead to options.path", {}, async () => {
    await using directory = await TempDir.create();
    const { database } = fileIn(directory);
    using handler = guestbook(database, { path: "/book" });
    await using server = await start((options) => serveHttp(options, handler));
    const stored = await server.exchange(submit(ADA, "/book"));
    expectStored(stored, "/book");
    fill(database, Array.from({ length: 10 }, (_, index) => `(${index})`));
    const page = await server.exchange(get("/book"));
    const [form = ""] = tags(bodyText(page), "form");
    const action = attribute(form, "action") ?? "";
    const url = URL.parse(action, "http://localhost/book");
    expectValue(`the path to which ${form} leads`, url?.pathname, "/book");
    const link = pageLinks(page, "/book")
      .find(({ searchParams }) => searchParams.get("page") === "2");
    const older = link && `${link.pathname}${link.search}`;
    expectValue("the link to the older entries", older, "/book?page=2");
    expectEntries(await server.exchange(get("/book?page=2")), [["Ada"]]);
  }),
);

Deno.test(test("options.site answers every other path", {}, async () => {
  await using directory = await TempDir.create();
  using handler = guestbook(fileIn(directory).database, {
    path: "/book",
    site: () => ({ status: 200, body: "the site" }),
  });
  await using server = await start((options) => serveHttp(options, handler));
  for (const path of ["/", "/book/", "/books"]) {
    await variant(path, async () => {
      expectInBody(await server.exchange(get(path)), "the site");
    });
  }
}));

Deno.test(test("without a site, every other path is answered 404", {
  because: "RFC 9110 section 15.5.5",
}, async () => {
  await using directory = await TempDir.create();
  using handler = guestbook(fileIn(directory).database, { path: "/book" });
  await using server = await start((options) => serveHttp(options, handler));
  for (const path of ["/", "/book/", "/books"]) {
    await variant(path, async () => {
      expectStatus(await server.exchange(get(path)), 404);
    });
  }
}));

Deno.test(test("an entry for another path is not stored", {}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  expectStatus(await server.exchange(get("/nothing")), 404);
  const posted = await server.exchange(submit(ADA, "/nothing"));
  assert([404, 405].includes(posted.status), `the status ${posted.status}`);
  expectEntries(await server.exchange(get("/")), []);
}));
