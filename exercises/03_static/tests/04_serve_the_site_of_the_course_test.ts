import { toFileUrl } from "@std/path";
import {
  expectBody,
  expectStatus,
  get,
  Program,
  start,
  suite,
  TempDir,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";

const test = suite(import.meta.url, {
  try: "deno run -A exercises/03_static/server.ts",
});

Deno.test(test("the root may be a file: URL", {}, async () => {
  await using directory = await TempDir.create({
    "two words/index.html": "<p>Index",
  });
  const root = toFileUrl(directory.resolve("two words/"));
  await using server = await start(serve, { root }, {
    likely: {
      thrown:
        "a URL is not a path: fromFileUrl() makes a path of it, whereas " +
        "its text and its pathname keep %20",
    },
  });
  const response = await server.exchange(get("/"));
  const log = server.log.join("\n");
  expectStatus(response, 200, {
    likely: /%20|file:/.test(log)
      ? "the text of the URL is used as a path: fromFileUrl() makes a path of " +
        "it, and decodes %20"
      : /TypeError/.test(log)
      ? "a URL is not a text: fromFileUrl() makes a path of it"
      : undefined,
  });
  expectBody(response, "<p>Index");
}));

Deno.test(
  test("the program serves the course's site from anywhere", {}, async () => {
    await using elsewhere = await TempDir.create();
    const url = import.meta.resolve("../server.ts");
    await using program = Program.start(url, ["--port=0"], elsewhere.path);
    const connection = await program.connect();
    await connection.send(get("/"));
    const response = await connection.readResponse();
    expectStatus(response, 200, {
      likely: program.stdout.includes(elsewhere.path) ||
          /NotFound/.test(program.stdout)
        ? "the files are looked for in the working directory: make a path of " +
          "the root, which is a URL here, with fromFileUrl()"
        : undefined,
    });
    const page = new URL("../../../fixtures/www/index.html", import.meta.url);
    expectBody(response, await Deno.readFile(page));
  }),
);
