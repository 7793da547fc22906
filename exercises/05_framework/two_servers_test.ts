/**
 * The suite of stage 05, tasks 9 and 10: handlers of the engine on `Deno.serve`,
 * and your `serve` and `Deno.serve` side by side.
 *
 * @module
 */

import {
  expectThat,
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
} from "../../kit/mod.ts";
import {
  type ErrorHandler,
  type FetchHandler,
  HttpError,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
  serve,
  site,
  toFetchHandler,
} from "./server.ts";

const task = suite(import.meta.url);

const FORM = "Content-Type: application/x-www-form-urlencoded";

const CLIENT = {
  transport: "tcp",
  hostname: "127.0.0.1",
  port: 50_000,
} as const;

/** What a handler of the engine is given for a Request. */
async function givenFor(request: Request): Promise<HttpRequest> {
  let given: HttpRequest | undefined;
  const handler = toFetchHandler((request) => {
    given = request;
    return { status: 200 };
  });
  await handler(request, { remoteAddr: CLIENT });
  expectThat(given !== undefined, "the handler has not been called");
  return given;
}

/** URLs, and what is expected of them. */
const TARGETS: Record<
  string,
  [target: string, path: string, query: string | undefined, addr: string]
> = {
  "http://example.org:81/a%20b/c?x=1?&y": [
    "/a%20b/c?x=1?&y",
    "/a%20b/c",
    "x=1?&y",
    "example.org 81",
  ],
  "http://example.org": ["/", "/", undefined, "example.org 80"],
  "http://example.org/a?": ["/a?", "/a", "", "example.org 80"],
  "http://example.org/a%2Fb?c#d?e": [
    "/a%2Fb?c",
    "/a%2Fb",
    "c",
    "example.org 80",
  ],
  "http://[::1]:8000/a": ["/a", "/a", undefined, "::1 8000"],
};

Deno.test(
  task(9, "a handler of the engine is given what the engine would give", {
    because: "RFC 9112 section 3.2.1: origin-form is path and query, as sent",
    often: 'new URL().search is empty for "/a?" and "/a" alike: cut the text ' +
      "of the URL; a fragment is never sent; IPv6 has no brackets in an address",
  }, async () => {
    for (const [url, [target, path, query, addr]] of Object.entries(TARGETS)) {
      await variant(url, async () => {
        const given = await givenFor(new Request(url));
        expectValue("target", given.target, target);
        expectValue("path", given.path, path);
        expectValue("query", given.query, query);
        const { hostname, port } = given.localAddr;
        expectValue("localAddr", `${hostname} ${port}`, addr);
        expectValue("version", given.version, "1.1");
        expectValue("body", given.body, null);
        expectValue("contentLength", given.contentLength, undefined);
        expectValue("remoteAddr", given.remoteAddr, CLIENT);
      });
    }
    await variant("a POST", async () => {
      const departure = new AbortController();
      const request = new Request("http://example.org/", {
        method: "POST",
        headers: { "Content-Length": "6", "X-Asked": "yes" },
        body: "Grüße".slice(0, 4),
        signal: departure.signal,
      });
      const given = await givenFor(request);
      expectValue("method", given.method, "POST");
      expectValue("X-Asked", given.headers.get("X-Asked"), "yes");
      expectValue("contentLength", given.contentLength, 6);
      expectValue("body", await new Response(given.body).text(), "Grüß");
      expectValue("signal.aborted", given.signal.aborted, false);
      departure.abort();
      expectValue("signal.aborted now", given.signal.aborted, true);
    });
  }),
);

/** What the engine could send, and the Response that it makes. */
const RESPONSES: Record<
  string,
  [HttpResponse, status: number, fields: [string, string][], text: string]
> = {
  "a text without a type": [{ status: 200, body: "Grüße" }, 200, [], "Grüße"],
  "bytes": [{ status: 201, body: toBytes("bytes").slice() }, 201, [], "bytes"],
  "a stream": [
    { status: 200, body: ReadableStream.from([toBytes("stream").slice()]) },
    200,
    [],
    "stream",
  ],
  "nothing": [{ status: 404 }, 404, [], ""],
  "a record of fields, one undefined": [
    { status: 200, headers: { "X-A": "1", "X-B": undefined } },
    200,
    [["x-a", "1"]],
    "",
  ],
  "a list of fields, one twice": [
    { status: 200, headers: [["Set-Cookie", "a=1"], ["Set-Cookie", "b=2"]] },
    200,
    [["set-cookie", "a=1"], ["set-cookie", "b=2"]],
    "",
  ],
  "204 with a body": [{ status: 204, body: "none" }, 204, [], ""],
  "304 with a body": [
    { status: 304, headers: new Headers({ ETag: '"1"' }), body: "none" },
    304,
    [["etag", '"1"']],
    "",
  ],
};

Deno.test(task(9, "what it returns, or throws, becomes a Response", {
  because:
    "Fetch Standard section 2.2.3: 204, 205 and 304 are null body statuses",
  often: "new Response(text) adds a Content-Type: give it the bytes; and it " +
    "throws for a body with 204 or 304; an HttpError is an answer",
}, async () => {
  function answerOf(handler: HttpHandler): Promise<Response> {
    const request = new Request("http://localhost/");
    return toFetchHandler(handler)(request, { remoteAddr: CLIENT });
  }
  for (const [name, row] of Object.entries(RESPONSES)) {
    await variant(name, async () => {
      const [response, status, fields, text] = row;
      const answer = await answerOf(() => response);
      expectValue("the status", answer.status, status);
      expectValue("the list of fields", [...answer.headers], fields);
      expectValue("the body", await answer.text(), text);
    });
  }
  await variant("a stream that is not sent", async () => {
    using cancelled = new Moment("cancel() of the stream is called");
    const body = new ReadableStream({ cancel: () => cancelled.happen() });
    const answer = await answerOf(() => ({ status: 204, body }));
    expectValue("the body", answer.body, null);
    await cancelled.expect();
  });
  await variant("an HttpError", async () => {
    const answer = await answerOf(() => {
      throw new HttpError(404, "Cannot find the tea");
    });
    expectValue("the status", answer.status, 404);
    const text = (await answer.text()).trim();
    expectValue("the body", text, "Cannot find the tea");
  });
  await variant("any other error", async () => {
    const error = new Error("the pot is broken");
    const thrown = await answerOf(() => Promise.reject(error)).catch((e) => e);
    expectThat(thrown === error, "the error is not thrown on", {
      expected: "onError of the server is told what the handler has thrown",
    });
  });
}));

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
  await using yours = await start((options) =>
    serve({ ...options, onError: sorry }, makeHandler())
  );
  await using genuine = await start((options) =>
    denoServe(options, makeGenuine())
  );
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
  often: "a part of the request was left out, or decoded, on the way",
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
  often: "a kind of Response that you have not thought of: compare status, " +
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
  often:
    "the site uses something that only the engine has: what is thrown as " +
    "an HttpError has to be answered by the site itself",
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
    often:
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
    await using server = await start((options) =>
      serve({ ...options, onListen, signal }, handler)
    );
    expectValue("what onListen was given", told, server.addr);
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
