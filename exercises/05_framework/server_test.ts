/**
 * The suite of stage 05, tasks 1 to 4: a handler of `Deno.serve` on your engine.
 * The other suites, in the order of the tasks: `shapes_test.ts` (every kind of
 * answer), `shortfall_test.ts` (and none; middleware), `site_test.ts` (a site),
 * `the_way_back_test.ts` (the bridge in the other direction),
 * `two_servers_test.ts` (`Deno.serve` beside yours), `unruly_test.ts` (clients
 * that go, requests that cannot be one).
 *
 * @module
 */

import {
  expectBody,
  expectField,
  expectInBody,
  expectStatus,
  expectThat,
  expectValue,
  get,
  httpRequest,
  Moment,
  post,
  start,
  suite,
  variant,
} from "../../kit/mod.ts";
import { engineRequest } from "./engine_request.ts";
import {
  type FetchHandler,
  type FetchInfo,
  type Route,
  route,
  serve,
  toHttpHandler,
} from "./server.ts";

const task = suite(import.meta.url);

const CURL = "curl -i http://127.0.0.1:8000/";

Deno.test(task(1, "a Response becomes an answer, also one that comes later", {
  because: "Fetch Standard section 5.5: a Response has status, headers, body",
  likely:
    "serve calls serveHttp with a handler that returns { status, headers, " +
    "body } of the Response; and that may be a promise: await it",
  try: CURL,
}, async () => {
  const handlers: Record<string, FetchHandler> = {
    "/now": () => makeTea(),
    "/later": async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return makeTea();
    },
  };
  function makeTea(): Response {
    const headers = { "Content-Type": "text/plain", "X-Pot": "round" };
    return new Response("Tea", { status: 201, headers });
  }
  for (const [path, handler] of Object.entries(handlers)) {
    await variant(path.slice(1), async () => {
      await using server = await start((options) => serve(options, handler));
      const response = await server.exchange(get(path));
      expectStatus(response, 201);
      expectField(response, "Content-Type", "text/plain");
      expectField(response, "X-Pot", "round");
      expectBody(response, "Tea");
    });
  }
}));

Deno.test(task(1, "toHttpHandler makes a handler for any engine", {
  likely:
    "the bridge is inside serve: it belongs into toHttpHandler, and serve " +
    "is serveHttp(options, toHttpHandler(handler))",
}, async () => {
  const handler = toHttpHandler(() => new Response("Tea", { status: 418 }));
  const { status, headers, body } = await handler(engineRequest());
  const type = new Headers(headers as HeadersInit).get("Content-Type");
  const text = await new Response(body).text();
  expectValue("its status", status, 418);
  expectValue("its Content-Type", type, "text/plain;charset=UTF-8");
  expectValue("its body", text, "Tea");
}));

Deno.test(task(2, "the handler is given method, URL, fields, and who asks", {
  because: "RFC 9110 section 7.1: Host and target make the URL",
  likely: "new Request(url, { method, headers }): the URL is absolute, " +
    '"http://", Host, path, and "?" with the query if there is one; the ' +
    "second argument is { remoteAddr }, the client's end",
  try: `curl -i 'http://127.0.0.1:8000/tea?kind=green' -H 'X-Asked: yes'`,
}, async () => {
  let asked: [request: Request, info: FetchInfo] | undefined;
  await using server = await start((options) =>
    serve(options, (...told) => {
      asked = told;
      return new Response("seen");
    })
  );
  const client = await server.connect();
  await client.send(
    get("/tea?kind=green", "X-Asked: yes", "Accept: a", "Accept: b"),
  );
  expectStatus(await client.readResponse(), 200);
  expectThat(asked !== undefined, "the handler has not been called");
  const [request, { remoteAddr, completed: _, ...more }] = asked;
  const { method, url, headers } = request;
  expectThat(request instanceof Request, "the handler was given no Request");
  expectValue("the method", method, "GET");
  expectValue("the URL", url, "http://localhost/tea?kind=green");
  expectValue("the field X-Asked", headers.get("X-Asked"), "yes");
  expectValue("the field Accept", headers.get("Accept"), "a, b");
  expectValue("the field Host", headers.get("Host"), "localhost");
  const { transport, hostname, port } = client.localAddr;
  expectValue("info.remoteAddr", remoteAddr, { transport, hostname, port });
  expectValue("what else is in info", Object.keys(more), [], {
    likely:
      "info is the request of the engine: on Deno.serve it has no path, " +
      "no body; who gets { remoteAddr } does not come to rely on them",
  });
  await server.exchange(post("/", "", "Content-Type: text/plain"));
  expectValue("the method of a POST", asked[0].method, "POST");
}));

/** Requests and their URLs; SERVER stands for the address of the server. */
const URLS: [name: string, request: string, url: string][] = [
  [
    "a port",
    httpRequest(["GET /a HTTP/1.1", "Host: localhost:8000"]),
    "http://localhost:8000/a",
  ],
  [
    "a query with question marks",
    get("/a?b=1?&c=/d"),
    "http://localhost/a?b=1?&c=/d",
  ],
  ["an empty query", get("/a?"), "http://localhost/a?"],
  [
    "an encoded slash",
    get("/a%2Fb?c=%26"),
    "http://localhost/a%2Fb?c=%26",
  ],
  [
    "an address of IPv6",
    httpRequest(["GET /a HTTP/1.1", "Host: [::1]:8000"]),
    "http://[::1]:8000/a",
  ],
  [
    "absolute-form",
    get("http://example.org:81/a?b"),
    "http://example.org:81/a?b",
  ],
  [
    "no Host, which HTTP/1.0 does not have",
    httpRequest(["GET /path?query HTTP/1.0"]),
    "http://SERVER/path?query",
  ],
  [
    "an empty Host",
    httpRequest(["GET /path?query HTTP/1.1", "Host:"]),
    "http://SERVER/path?query",
  ],
];

Deno.test(task(2, "the URL is what the client has asked for", {
  because:
    "RFC 9112 section 3.3: Host and target make the URL; without a Host, " +
    "the address and port of the connection stand in",
  likely:
    "the parts are decoded on the way, or taken from the target, which in " +
    "absolute-form has a host too: join Host, path and query as they are, an " +
    "empty query too; where Host is missing or empty, localAddr, whose IPv6 " +
    "address needs brackets in a URL (formatAddr of program.ts)",
  try: "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc 127.0.0.1 8000",
}, async () => {
  const tellUrl: FetchHandler = ({ url }) => new Response(url);
  await variant(
    "no Host, at an address of IPv6: http://[::1]:8000/",
    async () => {
      const { body } = await toHttpHandler(tellUrl)(engineRequest({
        headers: new Headers(),
        localAddr: { transport: "tcp", hostname: "::1", port: 8000 },
      }));
      const url = await new Response(body).text();
      expectValue("the URL", url, "http://[::1]:8000/");
    },
  );
  await using server = await start((options) => serve(options, tellUrl));
  for (const [name, request, url] of URLS) {
    await variant(name, async () => {
      const response = await server.exchange(request);
      expectStatus(response, 200);
      expectBody(response, url.replace("SERVER", server.host));
    });
  }
}));

/** Reads a body in each of the ways that a Request has. */
const READ_BODY: Record<string, (request: Request) => Promise<string>> = {
  "/text": (request) => request.text(),
  "/json": async (request) => (await request.json()).text,
  "/form": async (request) => `${(await request.formData()).get("text")}`,
  "/bytes": async (request) => new TextDecoder().decode(await request.bytes()),
};

Deno.test(task(3, "the handler reads the body as text, JSON, a form, bytes", {
  because: "Fetch Standard section 5.3: what a Request does with its body",
  likely: "pass the stream: new Request(url, { …, body: request.body })",
  try: `curl -d 'text=Grüße' http://127.0.0.1:8000/notes`,
}, async () => {
  await using server = await start((options) =>
    serve(options, async (request) => {
      const read = READ_BODY[new URL(request.url).pathname];
      return new Response(await read(request));
    })
  );
  const form = "Content-Type: application/x-www-form-urlencoded";
  const requests = {
    text: post("/text", "Grüße"),
    JSON: post("/json", '{"text":"Grüße"}'),
    "a form": post("/form", "text=Gr%C3%BC%C3%9Fe", form),
    bytes: post("/bytes", "Grüße"),
  };
  for (const [name, request] of Object.entries(requests)) {
    await variant(name, async () => {
      const response = await server.exchange(request);
      expectStatus(response, 200);
      expectBody(response, "Grüße");
    });
  }
}));

Deno.test(task(3, "the body reaches the handler as it comes", {
  likely:
    "the whole body is read before the handler is called: pass the stream",
}, async () => {
  using began = new Moment("the handler has got the first bytes of the body");
  await using server = await start((options) =>
    serve(options, async ({ body }) => {
      let text = "";
      for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        began.happen();
      }
      return new Response(text);
    })
  );
  const client = await server.connect();
  await client.send(post("/", "first, second").replace(", second", ""));
  await began.expect();
  await client.send(", second");
  expectBody(await client.readResponse(), "first, second");
}));

/** A route that answers with its name. */
function named(
  name: string,
  pathname: string,
  method?: string | string[],
): Route {
  const pattern = new URLPattern({ pathname });
  return { pattern, method, handler: () => new Response(name) };
}

const nothing: FetchHandler = () => new Response("nothing", { status: 404 });

Deno.test(task(4, "the first route that matches answers", {
  likely: "the loop goes on after a match, or returns before all were tried",
}, async () => {
  const handler = route([
    named("one", "/tea"),
    named("two", "/tea"),
    named("green", "/tea/green"),
    named("any", "/tea/*"),
  ], nothing);
  await using server = await start((options) => serve(options, handler));
  const answers = {
    "/tea": "one",
    "/tea?kind=any": "one",
    "/tea/green": "green",
    "/tea/black": "any",
    "/coffee": "nothing",
  };
  for (const [target, answer] of Object.entries(answers)) {
    await variant(target, async () => {
      expectBody(await server.exchange(get(target)), answer);
    });
  }
}));

Deno.test(task(4, "a route is given what its pattern has matched", {
  because: "URL Pattern Standard: exec() gives the groups, test() only a yes",
  likely:
    "pattern.test() only says whether: pattern.exec(request.url) is the " +
    "second argument, and info the third; the whole URL, not its path alone: " +
    "a pattern may ask for the host and the query too",
}, async () => {
  const handler = route([{
    pattern: new URLPattern({ pathname: "/:drink/:kind(\\w+)" }),
    handler(request, params, info) {
      const { drink, kind } = params.pathname.groups;
      const port = (info?.remoteAddr as Deno.NetAddr | undefined)?.port;
      return new Response(`${request.method} ${kind} ${drink} to ${port}`);
    },
  }, {
    pattern: new URLPattern({ hostname: "local*", search: "kind=:kind" }),
    handler(_, params, info) {
      const { kind } = params.search.groups;
      const port = (info?.remoteAddr as Deno.NetAddr | undefined)?.port;
      return new Response(`any ${kind} to ${port}`);
    },
  }], (_, info) => new Response(`nothing to ${info.remoteAddr.port}`));
  await using server = await start((options) => serve(options, handler));
  const answers = {
    "/tea/green": "GET green tea to",
    "/tea": "nothing to",
    "/tea?kind=black": "any black to",
    "http://example.org/tea?kind=black": "nothing to",
  };
  for (const [target, answer] of Object.entries(answers)) {
    await variant(target, async () => {
      const client = await server.connect();
      await client.send(get(target));
      const response = await client.readResponse();
      expectInBody(response, `${answer} ${client.localAddr.port}`);
    });
  }
}));

Deno.test(task(4, "a route serves the methods that it names, and no other", {
  because: "RFC 9110 section 9.1: methods are case-sensitive tokens",
  likely: "GET is taken to mean HEAD too; a route without a method to mean " +
    "GET, an empty list to mean all; or the method of the request is made " +
    "capitals, too: only that of the route may be careless",
}, async () => {
  const handler = route([
    named("get", "/", "get"),
    named("put or patch", "/", ["Put", "PATCH"]),
    named("none", "/", []),
    named("any", "/any"),
    named("brewed", "/pot", ["GET", "BREW"]),
  ], nothing);
  await using server = await start((options) => serve(options, handler));
  const answers: [line: string, answer: string, why: string][] = [
    ["GET /", "get", 'method: "get"'],
    ["PUT /", "put or patch", 'method: ["Put", "PATCH"]'],
    ["PATCH /", "put or patch", 'method: ["Put", "PATCH"]'],
    ["POST /", "nothing", "method: [] matches none"],
    ["POST /any", "any", "no method matches all"],
    ["BREW /any", "any", "no method matches all"],
    ["brew /any", "any", "no method matches all"],
    ["BREW /pot", "brewed", 'method: ["GET", "BREW"]'],
    ["brew /pot", "nothing", "brew is not BREW"],
  ];
  for (const [line, answer, why] of answers) {
    await variant(`${line} (${why})`, async () => {
      const request = httpRequest([`${line} HTTP/1.1`, "Host: localhost"]);
      expectBody(await server.exchange(request), answer);
    });
  }
  for (const path of ["/", "/pot"]) {
    await variant(`HEAD ${path} (no route for GET answers it)`, async () => {
      const request = httpRequest([`HEAD ${path} HTTP/1.1`, "Host: localhost"]);
      const response = await server.exchange(request, { method: "HEAD" });
      expectStatus(response, 404);
    });
  }
}));
