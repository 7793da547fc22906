import {
  expectThat,
  expectValue,
  Program,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { createSite } from "./temporary_site.ts";

const test = suite(import.meta.url, {
  because: "serveDir looks at fsRoot only when a request comes; a wrong flag " +
    "is reported at the start",
  try: "deno run -A exercises/08_std/server.ts --root /no/such/directory",
});

Deno.test(test("a root that is no directory ends the program", {
  timeoutMs: 20_000,
}, async () => {
  await using site = await createSite({ "page.html": "<p>Page" });
  const { database } = site.options;
  // The same site with its own root is served.
  await using _server = await start(serve, site.options);
  const url = import.meta.resolve("../server.ts");
  await Promise.all(
    ["nothing", "page.html"].map((name) =>
      variant(name, async () => {
        const root = `${site.options.root}/${name}`;
        const args = ["--port=0", `--root=${root}`, `--database=${database}`];
        await using program = Program.start(url, args);
        const { code, stderr } = await program.ending();
        expectValue("the exit code", code, 1);
        const isOneLine = /^[^\n]+\n?$/.test(stderr) && stderr.includes(root);
        expectThat(isOneLine, `stderr is\n${stderr}`, {
          expected: `one line that names ${root}`,
          likely: stderr.includes("    at ")
            ? "this is no UsageError of program.ts, whose message is printed " +
              "without its stack"
            : undefined,
        });
      })
    ),
  );
}));
