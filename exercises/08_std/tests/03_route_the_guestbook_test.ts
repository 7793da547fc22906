import {
  expectBody,
  expectStatus,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { expectForm } from "./guestbook.ts";
import { createSite } from "./temporary_site.ts";

const test = suite(import.meta.url, {
  try: "curl -i http://127.0.0.1:8000/",
});

const EMPTY = { firstname: "", message: "" };

Deno.test(test("GET / is the guestbook, with and without a query", {
  because: "the index.html of the root is still at /index.html",
}, async () => {
  await using site = await createSite({ "index.html": "<p>Index" });
  await using server = await start(serve, site.options);
  for (const path of ["/", "/?page=1"]) {
    await variant(path, async () => {
      const response = await server.exchange(get(path));
      expectStatus(response, 200);
      expectForm(response, EMPTY);
    });
  }
  expectBody(await server.exchange(get("/index.html")), "<p>Index");
}));

Deno.test(test("the guestbook answers under every Host", {
  because: 'new URLPattern({ pathname: "/" }) matches every host; a pattern ' +
    "with a base URL matches one",
}, async () => {
  await using site = await createSite({ "index.html": "<p>Index" });
  await using server = await start(serve, site.options);
  for (const host of ["localhost", server.host, "example.org"]) {
    await variant(`Host: ${host}`, async () => {
      const request = get("/").replace("localhost", host);
      expectForm(await server.exchange(request), EMPTY);
    });
  }
}));
