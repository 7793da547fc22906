import {
  bodyText,
  expectBody,
  expectStatus,
  expectThat,
  get,
  start,
  suite,
  TempDir,
} from "../../../kit/mod.ts";
import { attribute, tags } from "../page_reader.ts";
import { serve } from "../server.ts";
import { fileIn } from "./database_file.ts";

const test = suite(import.meta.url, {
  try: "curl -i http://127.0.0.1:8000/style.css",
});

Deno.test(test("the page has the picture", {}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  const page = bodyText(await server.exchange(get("/")));
  const sources = tags(page, "img").map((tag) => attribute(tag, "src"));
  expectThat(sources.includes("/test.jpg"), "the page has no picture", {
    expected: 'the page has <img src="/test.jpg">',
    likely: sources.length > 0
      ? `the path of the picture is ${sources.join(", ")}`
      : undefined,
  });
}));

Deno.test(test("the picture and the style sheet are served", {}, async () => {
  await using directory = await TempDir.create();
  await using server = await start(serve, fileIn(directory));
  for (const path of ["/test.jpg", "/style.css"]) {
    const file = new URL(`../../../fixtures/www${path}`, import.meta.url);
    const response = await server.exchange(get(path));
    expectStatus(response, 200, {
      likely: "only / is answered: staticFiles() answers all other paths",
    });
    expectBody(response, await Deno.readFile(file), {
      likely: "every path is answered with the page",
    });
  }
}));
