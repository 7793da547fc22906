import { post, start, suite, variant } from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { expectName } from "./site.ts";

const test = suite(import.meta.url, {
  because: "a name with markup in it would run in the visitor's browser",
  try: "curl -d 'firstname=<b>Ada</b>' http://127.0.0.1:8000/",
});

/** Names with characters that HTML, or `String.replace`, gives a meaning. */
const NAMES = ["<script>alert(1)</script>", "R&D", "&lt;", `"'`, "$$", "$&"];

Deno.test(test("a name with markup is shown, not obeyed", {}, async () => {
  await using server = await start(serve);
  for (const name of NAMES) {
    await variant(name, async () => {
      const body = `${new URLSearchParams({ firstname: name })}`;
      expectName(await server.exchange(post("/", body)), name);
    });
  }
}));
