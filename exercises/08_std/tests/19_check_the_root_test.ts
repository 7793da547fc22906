import {
  expectThat,
  expectValue,
  Program,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { expectNoServer } from "./refused_start.ts";
import { createSite } from "./temporary_site.ts";

const test = suite(import.meta.url, {
  because: "serveDir looks at fsRoot only when a request comes; a wrong flag " +
    "is reported at the start",
  try: "deno run -A exercises/08_std/server.ts --root /no/such/directory",
});

Deno.test(
  test("a root that is not a directory is a UsageError", {}, async () => {
    await using site = await createSite({ "page.html": "<p>Page" });
    const { root, database } = site.options;
    await variant("a path that does not exist", () =>
      expectNoServer(
        () => serve({ port: 0, root: `${root}/nothing`, database, log() {} }),
        "UsageError",
        "the root is not checked before the first request",
      ));
    await variant("a file", () =>
      expectNoServer(
        () => serve({ port: 0, root: `${root}/page.html`, database, log() {} }),
        "UsageError",
        "Deno.realPathSync accepts a file: ask Deno.statSync for isDirectory",
      ));
  }),
);

Deno.test(test("the program names the root in one line, and ends", {
  timeoutMs: 20_000,
}, async () => {
  await using site = await createSite();
  const { database } = site.options;
  // The same site with its own root is served.
  await using _server = await start(serve, site.options);
  const url = import.meta.resolve("../server.ts");
  const root = site.directory.resolve("nothing");
  const args = ["--port=0", `--root=${root}`, `--database=${database}`];
  await using program = Program.start(url, args);
  const { code, stderr } = await program.ending();
  expectValue("the exit code", code, 1);
  const isOneLine = /^[^\n]+\n?$/.test(stderr) && stderr.includes(root);
  expectThat(isOneLine, "stderr is not one line that names the root", {
    expected: `one line on stderr that names ${root}` +
      `\nit printed on stderr: ${stderr.trimEnd() || "nothing"}`,
    likely: /^ +at /m.test(stderr)
      ? "only a UsageError of program.ts is printed without its stack"
      : undefined,
  });
}));
