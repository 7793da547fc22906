import {
  expectBody,
  expectStatus,
  expectThat,
  expectValue,
  get,
  httpRequest,
  post,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serveWith, tellUrl } from "./serving.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 7.1: Host and target make the URL",
  try: `curl -i 'http://127.0.0.1:8000/tea?kind=green' -H 'X-Asked: yes'`,
});

Deno.test(test("the handler receives method and fields", {}, async () => {
  const requests: Request[] = [];
  await using server = await start(serveWith((request) => {
    requests.push(request);
    return new Response("seen");
  }));
  const fieldLines = ["X-Asked: yes", "Accept: a", "Accept: b"];
  expectStatus(await server.exchange(get("/", ...fieldLines)), 200);
  await server.exchange(post("/", ""));
  const [request, second] = requests;
  expectThat(request instanceof Request, "the handler received no Request");
  const { method, headers } = request;
  expectValue("the method", method, "GET");
  expectValue("the field X-Asked", headers.get("X-Asked"), "yes", {
    likely: headers.get("X-Asked") === null
      ? "the fields are missing: new Request(url, { method, headers })"
      : undefined,
  });
  expectValue("the field Accept", headers.get("Accept"), "a, b");
  expectValue("the field Host", headers.get("Host"), "localhost");
  expectValue("the method of a POST", second.method, "POST");
}));

type Row = readonly [name: string, request: string, url: string];

const URLS: readonly Row[] = [
  ["a query", get("/tea?kind=green"), "http://localhost/tea?kind=green"],
  ["no query", get("/tea"), "http://localhost/tea"],
  ["an empty query", get("/a?"), "http://localhost/a?"],
  [
    "a query with question marks",
    get("/a?b=1?&c=/d"),
    "http://localhost/a?b=1?&c=/d",
  ],
  ["an encoded slash", get("/a%2Fb?c=%26"), "http://localhost/a%2Fb?c=%26"],
  [
    "a port",
    httpRequest(["GET /a HTTP/1.1", "Host: localhost:8000"]),
    "http://localhost:8000/a",
  ],
  [
    "an IPv6 address",
    httpRequest(["GET /a HTTP/1.1", "Host: [::1]:8000"]),
    "http://[::1]:8000/a",
  ],
  [
    "absolute-form",
    get("http://example.org:81/a?b"),
    "http://example.org:81/a?b",
  ],
];

Deno.test(test("the URL is what the client has requested", {}, async () => {
  await using server = await start(serveWith(tellUrl));
  for (const [name, request, url] of URLS) {
    await variant(name, async () => {
      const response = await server.exchange(request);
      expectStatus(response, 200);
      const found = new TextDecoder().decode(response.body);
      expectBody(response, url, { likely: whyWrongUrl(found, url) });
    });
  }
}));

/** The likely cause of a wrong URL, if the URL shows it. */
function whyWrongUrl(found: string, url: string): string | undefined {
  if (found.endsWith("undefined")) {
    return 'query is undefined without a "?" in the target: look first';
  }
  if (found === url.slice(0, -1) && url.endsWith("?")) {
    return 'an empty query is a query, too: only undefined means no "?"';
  }
  if (found === decodeURIComponent(url)) {
    return "something is decoded on the way: join the parts as they are";
  }
  if (found.lastIndexOf("http://") > 0) {
    return "the target is used: in absolute-form it has a host of its own; " +
      "join path and query";
  }
}
