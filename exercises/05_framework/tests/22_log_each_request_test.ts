import { expectBody, expectStatus, get, suite } from "../../../kit/mod.ts";
import { requestOf } from "./serving.ts";
import { expectLine, startLogged } from "./logging.ts";

const test = suite(import.meta.url, {
  because: "a log shows each request, and how it was answered",
});

Deno.test(test("a line has method, URL and status", {}, async () => {
  const lines: string[] = [];
  await using server = await startLogged(
    lines,
    () => new Response("Tea", { status: 418 }),
  );
  expectStatus(await server.exchange(get("/tea?kind=green")), 418);
  expectLine(lines, ["GET", "/tea?kind=green", "418"]);
  await server.exchange(requestOf("BREW /pot"));
  expectLine(lines, ["BREW", "/pot", "418"]);
}));

Deno.test(test("the answer passes through", {}, async () => {
  const lines: string[] = [];
  await using server = await startLogged(
    lines,
    async (request, { remoteAddr }) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return new Response(`${request.method} ${remoteAddr.transport}`);
    },
  );
  expectBody(await server.exchange(get("/")), "GET tcp");
  expectLine(lines, ["GET", "200"]);
}));
