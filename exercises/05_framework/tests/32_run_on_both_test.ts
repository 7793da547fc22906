import { get, post, suite, toBytes } from "../../../kit/mod.ts";
import { type FetchHandler, site } from "../server.ts";
import { compare } from "./both_servers.ts";
import { FORM } from "./notes.ts";
import { requestOf } from "./serving.ts";

const test = suite(import.meta.url);

/** Answers with everything that a handler can see of a request. */
const echo: FetchHandler = async (request, { remoteAddr }) =>
  Response.json({
    method: request.method,
    url: request.url,
    fields: [...request.headers],
    body: await request.text(),
    from: `${remoteAddr.transport} ${remoteAddr.hostname}`,
    isRequest: request instanceof Request,
  });

const REQUESTS: Readonly<Record<string, string>> = {
  "GET": get("/tea?kind=green&kind=black"),
  "percent-encoded": get("/a%20b%2Fc?d=%26%C3%BC"),
  "an empty query": get("/tea?"),
  "two slashes": get("//tea//green"),
  "fields, one of them twice": get("/", "Accept: a", "X-B: ü", "accept: c"),
  "two cookies": get("/", "Cookie: a=1, 2", "Cookie: b=3"),
  "POST": post("/", "Grüße", "Content-Type: text/plain"),
  "POST of a form": post("/", "text=a+b", FORM),
  "PUT": post("/", "text").replace("POST", "PUT"),
  "PATCH": post("/", "text").replace("POST", "PATCH"),
  "DELETE": requestOf("DELETE /"),
  "OPTIONS": requestOf("OPTIONS /"),
  "HEAD": requestOf("HEAD /"),
  "an unknown method": requestOf("BREW /tea"),
};

Deno.test(test("a handler sees the same requests on both", {
  because: "Fetch Standard section 5.4: what a Request is",
}, async () => {
  await compare(() => echo, REQUESTS);
}));

/** What middleware does with a Request; nothing may be lost. */
const COPIES: Readonly<Record<string, (request: Request) => Request>> = {
  "cloned": (request) => request.clone(),
  "copied": (request) => new Request(request),
  "sent on": (request) => new Request(request.url, request),
};

Deno.test(test("a copy of a request is like the request", {
  because: "Fetch Standard section 5.4: a Request can be cloned and copied",
}, async () => {
  for (const [name, copy] of Object.entries(COPIES)) {
    const requests = {
      [`GET, ${name}`]: get("/tea?kind=green", "X-B: ü"),
      [`POST, ${name}`]: post("/", "text=a+b", FORM),
    };
    const makeHandler = (): FetchHandler => (request, info) =>
      echo(copy(request), info);
    await compare(makeHandler, requests, () => echo);
  }
}));

/** Handlers by path, each with its own way to answer, or not to. */
const ANSWERS: Readonly<Record<string, () => Response | Promise<Response>>> = {
  "/text": () => new Response("Grüße"),
  "/html": () =>
    new Response("<p>Hi", { headers: { "Content-Type": "text/html" } }),
  "/json": () => Response.json({ hello: "bridge" }, { status: 202 }),
  "/bytes": () => new Response(new Uint8Array([0, 255, 10, 13])),
  "/blob": () => new Response(new Blob(["blob"])),
  "/form": () => new Response(new URLSearchParams({ a: "b c" })),
  "/large": () => new Response("large ".repeat(200_000)),
  "/null": () => new Response(null),
  "/empty": () => new Response(""),
  "/204": () => new Response(null, { status: 204 }),
  "/304": () => new Response(null, { status: 304, headers: { ETag: '"1"' } }),
  "/404": () => new Response("Not here", { status: 404, statusText: "Gone" }),
  "/redirect": () => Response.redirect("http://localhost/text"),
  "/relative": () =>
    new Response(null, { status: 303, headers: { Location: "/text" } }),
  "/cookies": () =>
    new Response("cookies", {
      headers: [["Set-Cookie", "a=1"], ["Set-Cookie", "b=2"], ["X-A", "ü"]],
    }),
  "/stream": () => new Response(ReadableStream.from(chunks())),
  "/stream-with-length": () =>
    new Response(ReadableStream.from(chunks()), {
      headers: { "Content-Length": "10" },
    }),
  "/stream-of-nothing": () => new Response(ReadableStream.from([])),
  "/wrong-length": () =>
    new Response("text", { headers: { "Content-Length": "3" } }),
  "/throws": () => {
    throw new Error("thrown");
  },
  "/rejects": () => Promise.reject(new Error("rejected")),
  "/returns-nothing": () => undefined as unknown as Response,
  "/returns-error": () => Response.error(),
};

async function* chunks(): AsyncGenerator<Uint8Array> {
  yield toBytes("first");
  await new Promise((resolve) => setTimeout(resolve, 1));
  yield toBytes("later");
}

Deno.test(test("its answers are the same on both", {
  because: "Fetch Standard section 5.5: what a Response is",
}, async () => {
  const names = Object.keys(ANSWERS)
    .flatMap((path) => [`GET ${path}`, `HEAD ${path}`]);
  await compare(
    () => ({ url }) => ANSWERS[new URL(url).pathname](),
    Object.fromEntries(names.map((name) => [name, requestOf(name)])),
  );
}));

Deno.test(test("the site is the same on both", {}, async () => {
  await compare(site, {
    "the empty page": get("/"),
    "a first note": post("/notes", "text=Buy+milk", FORM),
    "a second note": post("/notes", "text=Buy+tea", FORM),
    "the page": get("/"),
    "a note": get("/notes/2"),
    "deleting a note": post("/notes/1/delete", ""),
    "the page again": get("/"),
    "an empty note": post("/notes", "text=", FORM),
    "not a form": post("/notes", "text"),
    "a page that does not exist": get("/notes/1"),
    "a method that the path does not have": requestOf("DELETE /notes"),
    "an unknown method": requestOf("BREW /"),
    "HEAD": requestOf("HEAD /"),
  });
}));
