import {
  bodyText,
  expectBody,
  expectStatus,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { route } from "../server.ts";
import { named, nothing } from "./routes.ts";
import { requestOf, serveWith } from "./serving.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 9.1: a method is a case-sensitive token",
});

const ROUTES = [
  named("get", "/", "get"),
  named("put or patch", "/", ["Put", "PATCH"]),
  named("none", "/", []),
  named("any", "/any"),
  named("brewed", "/pot", ["GET", "BREW"]),
];

type Row = readonly [line: string, answer: string, why: string];

/** Sends each request, and expects the answer of its route. */
async function expectAnswers(rows: readonly Row[]): Promise<void> {
  await using server = await start(serveWith(route(ROUTES, nothing)));
  for (const [line, answer, why] of rows) {
    await variant(`${line} (${why})`, async () => {
      const response = await server.exchange(requestOf(line));
      expectBody(response, answer, {
        likely: whyWrong(line, bodyText(response)),
      });
    });
  }
}

/** The likely cause of a wrong answer, if the answer shows it. */
function whyWrong(line: string, found: string): string | undefined {
  if (found === "none") {
    return "an empty list is taken for all methods: only undefined means all";
  }
  if (line === "brew /pot" && found === "brewed") {
    return "the method of the request is put into upper case, too";
  }
  if (line.startsWith("P") && found === "nothing") {
    return "the methods of the route are compared as they are: put these " +
      "into upper case";
  }
}

Deno.test(test("a route names its methods in upper or lower case", {
  because: "@std/http, route: the method of a route may be written carelessly",
}, async () => {
  await expectAnswers([
    ["GET /", "get", 'method: "get"'],
    ["PUT /", "put or patch", 'method: ["Put", "PATCH"]'],
    ["PATCH /", "put or patch", 'method: ["Put", "PATCH"]'],
    ["BREW /pot", "brewed", 'method: ["GET", "BREW"]'],
  ]);
}));

Deno.test(test("no method means all, and an empty list none", {}, async () => {
  await expectAnswers([
    ["POST /any", "any", "no method matches all"],
    ["BREW /any", "any", "no method matches all"],
    ["brew /any", "any", "no method matches all"],
    ["POST /", "nothing", "method: [] matches none"],
  ]);
}));

Deno.test(test("the method of a request counts as it is", {}, async () => {
  await expectAnswers([["brew /pot", "nothing", "brew is not BREW"]]);
}));

Deno.test(test("a route for GET does not answer HEAD", {}, async () => {
  await using server = await start(serveWith(route(ROUTES, nothing)));
  for (const path of ["/", "/pot"]) {
    await variant(`HEAD ${path}`, async () => {
      const head = requestOf(`HEAD ${path}`);
      const response = await server.exchange(head, { method: "HEAD" });
      expectStatus(response, 404, {
        likely: response.status === 200
          ? "GET is taken to mean HEAD, too"
          : undefined,
      });
    });
  }
}));
