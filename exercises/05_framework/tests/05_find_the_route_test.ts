import { expectBody, get, start, suite, variant } from "../../../kit/mod.ts";
import { route } from "../server.ts";
import { named, nothing } from "./routes.ts";
import { serveWith } from "./serving.ts";

const test = suite(import.meta.url, {
  because: "@std/http, route: the routes are tried in their order",
});

const ROUTES = [
  named("one", "/tea"),
  named("two", "/tea"),
  named("green", "/tea/green"),
  named("any", "/tea/*"),
];

const ANSWERS: Readonly<Record<string, string>> = {
  "/tea": "one",
  "/tea?kind=any": "one",
  "/tea/green": "green",
  "/tea/black": "any",
};

Deno.test(test("the first route that matches answers", {}, async () => {
  await using server = await start(serveWith(route(ROUTES, nothing)));
  for (const [target, answer] of Object.entries(ANSWERS)) {
    await variant(target, async () => {
      const response = await server.exchange(get(target));
      const found = new TextDecoder().decode(response.body);
      const isLater = ["two", "any"].includes(found);
      expectBody(response, answer, {
        likely: isLater
          ? "the loop goes on after a match, or begins with the last route"
          : undefined,
      });
    });
  }
}));

Deno.test(test("the fallback answers if no route matches", {}, async () => {
  await using server = await start(serveWith(route(ROUTES, nothing)));
  expectBody(await server.exchange(get("/coffee")), "nothing");
}));
