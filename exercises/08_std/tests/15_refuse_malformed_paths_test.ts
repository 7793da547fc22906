import { expectStatus, get, start, suite, variant } from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { createSite } from "./temporary_site.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 15.5.1: it is the client's mistake; serveDir " +
    "answers 500",
  try: "curl -i http://127.0.0.1:8000/%zz",
});

const MALFORMED = ["/%", "/%zz", "/%FF", "/%C0%AE"];

const WITH_NUL = ["/page.html%00", "/page%00.html"];

/** Sends GET and HEAD for each path, and expects 400. */
async function expectRefused(paths: readonly string[]): Promise<void> {
  await using site = await createSite({ "page.html": "<p>Page" });
  await using server = await start(serve, site.options);
  for (const path of paths) {
    await variant(path, async () => {
      expectStatus(await server.exchange(get(path)), 400);
    });
    await variant(`HEAD ${path}`, async () => {
      const request = get(path).replace("GET", "HEAD");
      const response = await server.exchange(request, { method: "HEAD" });
      expectStatus(response, 400);
    });
  }
}

Deno.test(
  test(
    "a path that cannot be decoded is 400",
    {},
    () => expectRefused(MALFORMED),
  ),
);

Deno.test(test("a path with %00 is 400", {
  because: "no file name contains NUL, and the operating system refuses it",
}, () => expectRefused(WITH_NUL)));

Deno.test(test("a Host that makes no URL is 400", {
  because: "request.url is Host and target joined, and nothing has parsed it",
  try: "curl -i -H 'Host: a b' http://127.0.0.1:8000/style.css",
}, async () => {
  await using site = await createSite({ "page.html": "<p>Page" });
  await using server = await start(serve, site.options);
  const request = get("/page.html").replace("localhost", "a b");
  expectStatus(await server.exchange(request), 400);
}));
