import { suite, variant } from "../../../kit/mod.ts";
import { serveFiles } from "./site.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 15.5.5",
  try: "curl -i http://127.0.0.1:8000/nothing.html",
});

const MISSING = [
  "/nothing.html",
  "/below/nothing.html",
  "/nowhere/page.html",
  "/nowhere/",
];

Deno.test(test("what is not there is 404", {}, async () => {
  await using site = await serveFiles({ "below/page.html": "<p>Hello" });
  for (const path of MISSING) {
    await variant(path, async () => {
      site.expectStatus(await site.get(path), 404, {
        200: "the answer to a missing file has its own status: 404",
      });
    });
  }
}));

const NOT_A_DIRECTORY = ["/below/page.html/", "/below/page.html/more"];

Deno.test(test("nothing is below a file", {}, async () => {
  await using site = await serveFiles({ "below/page.html": "<p>Hello" });
  for (const path of NOT_A_DIRECTORY) {
    await variant(path, async () => {
      site.expectStatus(await site.get(path), 404, {
        200: "join() removes the slash at the end: look at request.path, " +
          "whether it had one",
      });
    });
  }
}));
