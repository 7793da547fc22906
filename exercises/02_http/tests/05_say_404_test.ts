import {
  expectBody,
  expectStatus,
  get,
  post,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { expectTypeOfError, fixture } from "./site.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 15.5.5",
  try: "curl -i http://127.0.0.1:8000/nothing",
});

const SEARCHED = "the path is searched for instead of compared: startsWith, " +
  "endsWith and includes match too much";

/** Requests for a path that does not exist, and how one is found all the same. */
const ROWS: readonly [name: string, request: string, likely: string][] = [
  ["GET /nothing", get("/nothing"), "any other path gets the page"],
  ["GET /test.jpg.bak", get("/test.jpg.bak"), SEARCHED],
  ["GET /a/test.jpg", get("/a/test.jpg"), SEARCHED],
  ["GET //", get("//"), "the path is changed before it is compared"],
  [
    "POST /nothing",
    post("/nothing", "firstname=Ada"),
    "POST is answered without a look at the path",
  ],
];

Deno.test(
  test("a path that does not exist is answered 404", {}, async () => {
    await using server = await start(serve);
    for (const [name, request, likely] of ROWS) {
      await variant(name, async () => {
        const response = await server.exchange(request);
        const isFound = response.status === 200;
        expectStatus(response, 404, isFound ? { likely } : {});
        expectTypeOfError(response);
      });
    }
  }),
);

Deno.test(test("the query is not part of the path", {
  because: 'RFC 9112 section 3.2.1: the path ends at the first "?"',
  try: "curl -i 'http://127.0.0.1:8000/?size=1'",
}, async () => {
  await using server = await start(serve);
  const likely = "the whole request-target is compared: cut it at the first " +
    "question mark";
  const page = await server.exchange(get("/?a=1?"));
  expectStatus(page, 200, { likely });
  expectBody(page, await fixture("form.html"));
  const picture = await server.exchange(get("/test.jpg?size=1"));
  expectStatus(picture, 200, { likely });
  expectBody(picture, await fixture("www/test.jpg"));
  expectStatus(await server.exchange(get("/nothing?/test.jpg")), 404, {
    likely: "the query is searched for a path",
  });
}));
