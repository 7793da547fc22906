/**
 * The suite of stage 05, task 10: your `serve` and `Deno.serve` side by side.
 *
 * @module
 */

import {
  expectValue,
  Failure,
  get,
  httpRequest,
  Moment,
  post,
  type RawResponse,
  type RunningServer,
  start,
  type StartOptions,
  suite,
  toBytes,
  variant,
  visible,
  withHandler,
} from "../../kit/mod.ts";
import { type ErrorHandler, type FetchHandler, serve, site } from "./server.ts";

const task = suite(import.meta.url);

const FORM = "Content-Type: application/x-www-form-urlencoded";

const sorry: ErrorHandler = () => new Response("sorry", { status: 503 });

/** Runs a handler on `Deno.serve`; that it compiles says half of it. */
function denoServe(
  { port }: StartOptions,
  handler: FetchHandler,
): RunningServer {
  const options = {
    port,
    hostname: "127.0.0.1",
    onListen() {},
    onError: sorry,
  };
  return Deno.serve(options, handler);
}

/** Sends the same requests to a handler on your server and on Deno's. */
async function compare(
  makeHandler: () => FetchHandler,
  requests: Record<string, string>,
  makeGenuine = makeHandler,
): Promise<void> {
  const handler = makeHandler();
  await using yours = await start((options) =>
    serve({ ...options, onError: sorry }, handler)
  );
  await using genuine = await start(withHandler(denoServe, makeGenuine()));
  for (const [name, request] of Object.entries(requests)) {
    await variant(name, async () => {
      const [method] = request.split(" ", 1);
      const answer = await yours.exchange(request, { method });
      const wanted = await genuine.exchange(request, { method });
      expectSame(answer, wanted);
    });
  }
}

/** The fields of the engine, and how it frames a body, are its own affair. */
const ENGINE_FIELDS = [
  "connection",
  "content-length",
  "date",
  "transfer-encoding",
  "vary",
];

function expectSame(answer: RawResponse, wanted: RawResponse): void {
  const pairs = [
    ["status", `${answer.status}`, `${wanted.status}`],
    ["fields", fieldsOf(answer), fieldsOf(wanted)],
    ["body", visible(answer.body, 300), visible(wanted.body, 300)],
    ["length of the body", `${answer.body.length}`, `${wanted.body.length}`],
  ];
  for (const [what, found, expected] of pairs) {
    if (found === expected) continue;
    throw new Failure(`${what} other than on Deno.serve`, {
      transcript: answer.source.transcript,
      expected: `as on Deno.serve: ${expected}\non your server:   ${found}`,
    });
  }
}

function fieldsOf({ headers }: RawResponse): string {
  return [...headers].filter(([name]) => !ENGINE_FIELDS.includes(name))
    .map((field) => field.join(": ")).join("; ");
}

/** Tells all that a handler can see of a request. */
const echo: FetchHandler = async (request, { remoteAddr }) =>
  Response.json({
    method: request.method,
    url: request.url,
    fields: [...request.headers],
    body: await request.text(),
    from: `${remoteAddr.transport} ${remoteAddr.hostname}`,
    isRequest: request instanceof Request,
  });

/** What middleware does with a Request; nothing of it may get lost. */
const COPIES: Record<string, (request: Request) => Request> = {
  "cloned": (request) => request.clone(),
  "copied": (request) => new Request(request),
  "sent on": (request) => new Request(request.url, request),
};

function line(requestLine: string, ...fields: string[]): string {
  return httpRequest([`${requestLine} HTTP/1.1`, "Host: localhost", ...fields]);
}

Deno.test(task(10, "a handler sees the same requests on both", {
  because: "Fetch Standard section 5.4: what a Request is",
  likely: "a part of the request was left out, or decoded, on the way",
}, async () => {
  await compare(() => echo, {
    "GET": get("/tea?kind=green&kind=black"),
    "percent-encoded": get("/a%20b%2Fc?d=%26%C3%BC"),
    "an empty query": get("/tea?"),
    "two slashes": get("//tea//green"),
    "fields, one of them twice": get("/", "Accept: a", "X-B: ü", "accept: c"),
    "POST": post("/", "Grüße", "Content-Type: text/plain"),
    "POST of a form": post("/", "text=a+b", FORM),
    "PUT": post("/", "text").replace("POST", "PUT"),
    "PATCH": post("/", "text").replace("POST", "PATCH"),
    "DELETE": line("DELETE /"),
    "OPTIONS": line("OPTIONS /"),
    "HEAD": line("HEAD /"),
    "a method of its own": line("BREW /tea"),
  });
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

/** Handlers by path, each with its way to answer, or not to. */
const ANSWERS: Record<string, () => Response | Promise<Response>> = {
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

Deno.test(task(10, "its answers are the same on both", {
  because: "Fetch Standard section 5.5: what a Response is",
  likely: "a kind of Response that you have not thought of: compare status, " +
    "fields and body",
}, async () => {
  const paths = Object.keys(ANSWERS);
  const requests = [
    ...paths.map((path) => line(`GET ${path}`)),
    ...paths.map((path) => line(`HEAD ${path}`)),
  ];
  await compare(
    () => ({ url }) => ANSWERS[new URL(url).pathname](),
    Object.fromEntries(requests.map((text) => [text.split(" HTTP")[0], text])),
  );
}));

Deno.test(task(10, "the site is the same on both", {
  likely:
    "the site uses something that only the engine has: what is thrown as " +
    "an HttpError has to be answered by the site itself; or the two sites " +
    "share their notes",
}, async () => {
  await compare(site, {
    "the empty page": get("/"),
    "a first note": post("/notes", "text=Buy+milk", FORM),
    "a second note": post("/notes", "text=Buy+tea", FORM),
    "the page": get("/"),
    "a note": get("/notes/2"),
    "deleting a note": post("/notes/1/delete", ""),
    "the page again": get("/"),
    "an empty note": post("/notes", "text=", FORM),
    "no form": post("/notes", "text"),
    "a page that is not there": get("/notes/1"),
    "a method that it does not serve": line("DELETE /notes"),
    "a method that nobody knows": line("BREW /"),
    "HEAD": line("HEAD /"),
  });
}));

Deno.test(
  task(10, "onListen is told the address, and signal stops the server", {
    because: "Deno.ServeOptions: onListen, signal",
    likely:
      "onListen is called with the options, whose port may be 0: server.addr; " +
      "a signal that has aborted before fires no event: look at signal.aborted",
  }, async () => {
    const controller = new AbortController();
    const { signal } = controller;
    let told: Deno.NetAddr | undefined;
    function onListen(addr: Deno.NetAddr) {
      told = addr;
    }
    const handler = () => new Response("Hello");
    let toldAtOnce: Deno.NetAddr | undefined;
    await using server = await start((options) => {
      const server = serve({ ...options, onListen, signal }, handler);
      toldAtOnce = told;
      return server;
    });
    expectValue("what onListen was given", told, server.addr);
    expectValue("what it was given before serve returned", toldAtOnce, told, {
      likely:
        "onListen is called in a promise or a microtask: call it in serve",
    });
    await server.exchange(get("/"));
    await variant("a signal that aborts", async () => {
      using stopped = new Moment(
        "finished settles after the signal has aborted",
      );
      server.finished.then(stopped.happen);
      controller.abort();
      await stopped.expect();
    });
    await variant("a signal that has aborted before", async () => {
      await using other = await start((options) =>
        serve({ ...options, signal }, handler)
      );
      using stopped = new Moment(
        "finished settles though nothing more happens",
      );
      other.finished.then(stopped.happen);
      await stopped.expect();
    });
  }),
);
