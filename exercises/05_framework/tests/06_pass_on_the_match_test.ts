import {
  bodyText,
  expectInBody,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { type FetchInfo, type Route, route } from "../server.ts";
import { serveWith } from "./serving.ts";

const test = suite(import.meta.url, {
  because: "URL Pattern Standard: exec() returns the groups, test() only yes " +
    "or no",
});

/** The port of the client, as a handler knows it. */
function portIn(info: FetchInfo<Deno.Addr> | undefined): string {
  const port = (info?.remoteAddr as Deno.NetAddr | undefined)?.port;
  return `for ${port}`;
}

const DRINKS: readonly Route[] = [{
  pattern: new URLPattern({ pathname: "/:drink/:kind(\\w+)" }),
  handler({ method }, { pathname: { groups } }, info) {
    return new Response(
      `${method} ${groups.kind} ${groups.drink} ${portIn(info)}`,
    );
  },
}, {
  pattern: new URLPattern({ hostname: "local*", search: "kind=:kind" }),
  handler: (_, { search }, info) =>
    new Response(`any ${search.groups.kind} ${portIn(info)}`),
}];

/** Expects the answers, each with the port of the client. */
async function expectAnswers(
  answers: Readonly<Record<string, string>>,
  whyOther?: string,
): Promise<void> {
  const handler = route(
    DRINKS,
    (_, info) => new Response(`nothing ${portIn(info)}`),
  );
  await using server = await start(serveWith(handler));
  for (const [target, answer] of Object.entries(answers)) {
    await variant(target, async () => {
      const client = await server.connect();
      await client.send(get(target));
      const response = await client.readResponse();
      const isOther = !bodyText(response).startsWith(answer);
      expectInBody(response, `${answer} for ${client.localAddr.port}`, {
        likely: isOther ? whyOther : undefined,
      });
    });
  }
}

Deno.test(test("a route receives the groups, and info", {}, async () => {
  await expectAnswers({ "/tea/green": "GET green tea" });
}));

Deno.test(test("a pattern sees host and query", {
  because: "a URLPattern has a hostname and a search, too",
}, async () => {
  await expectAnswers(
    {
      "/tea?kind=black": "any black",
      "http://example.org/tea?kind=black": "nothing",
    },
    "the path alone is compared: take each pattern as it was given, and call exec(request.url)",
  );
}));

Deno.test(test("the fallback receives the request and info", {}, async () => {
  await expectAnswers({ "/tea": "nothing" });
}));
