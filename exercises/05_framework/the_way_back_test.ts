/**
 * The suite of stage 05, task 9: handlers of the engine on `Deno.serve`.
 *
 * @module
 */

import {
  expectThat,
  expectValue,
  Failure,
  type Lesson,
  Moment,
  suite,
  toBytes,
  variant,
} from "../../kit/mod.ts";
import {
  HttpError,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
  toFetchHandler,
} from "./server.ts";

const task = suite(import.meta.url);

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
  // As `Deno.serve` passes them on: `new Request` would add the path, and fold.
  "http://example.org?x": ["/?x", "/", "x", "example.org 80"],
  "http://example.org/a/../%2e/b": [
    "/a/../%2e/b",
    "/a/../%2e/b",
    undefined,
    "example.org 80",
  ],
};

/** A GET of a URL, which is spelt as it stands here. */
function requestOf(url: string): Request {
  const request = new Request("http://localhost/");
  return Object.defineProperty(request, "url", { value: url });
}

Deno.test(
  task(9, "a handler of the engine is given what the engine would give", {
    because: "RFC 9112 section 3.2.1: origin-form is path and query, as sent",
    likely:
      'new URL().search is empty for "/a?" and "/a" alike: cut the text ' +
      "of the URL; it may have no path on Deno.serve, and origin-form has one; " +
      "a fragment is never sent; IPv6 has no brackets in an address",
  }, async () => {
    for (const [url, [target, path, query, addr]] of Object.entries(TARGETS)) {
      await variant(url, async () => {
        const given = await givenFor(requestOf(url));
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
  "205 with a body": [{ status: 205, body: "none" }, 205, [], ""],
  "304 with a body": [
    { status: 304, headers: new Headers({ ETag: '"1"' }), body: "none" },
    304,
    [["etag", '"1"']],
    "",
  ],
};

const NULL_BODY: Lesson = {
  because:
    "Fetch Standard section 2.2.3: 204, 205 and 304 are null body statuses",
  likely: "new Response(text) adds a Content-Type: give it the bytes; and it " +
    "throws for a body with 204, 205 or 304; an HttpError is an answer",
};

/** What `toFetchHandler` makes of a handler and a GET. */
function answerOf(
  handler: HttpHandler,
  url = "http://localhost/",
): Promise<Response> {
  return toFetchHandler(handler)(requestOf(url), { remoteAddr: CLIENT });
}

/** What it makes of an answer, which is no reason to throw. */
async function convert(response: HttpResponse): Promise<Response> {
  try {
    return await answerOf(() => response);
  } catch (thrown) {
    const lesson = thrown instanceof TypeError ? NULL_BODY : {};
    throw new Failure(`thrown: ${thrown}`, { thrown, ...lesson });
  }
}

Deno.test(task(9, "what it returns, or throws, becomes a Response", {
  ...NULL_BODY,
}, async () => {
  for (const [name, row] of Object.entries(RESPONSES)) {
    await variant(name, async () => {
      const [response, status, fields, text] = row;
      const answer = await convert(response);
      expectValue("the status", answer.status, status);
      expectValue("the list of fields", [...answer.headers], fields);
      expectValue("the body", await answer.text(), text);
    });
  }
  await variant("a stream that is not sent", async () => {
    using cancelled = new Moment("cancel() of the stream is called");
    const body = new ReadableStream({ cancel: () => cancelled.happen() });
    const answer = await convert({ status: 204, body });
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
  await variant("Host: 1.2.3.999, whose URL new URL() refuses", async () => {
    const url = "http://1.2.3.999/";
    const answer = await answerOf(() => ({ status: 200 }), url)
      .catch((error) => `${error}`);
    const status = typeof answer === "string" ? answer : answer.status;
    expectValue("the status", status, 400, {
      because: "RFC 9112 section 3.2: a Host with an invalid value is a 400",
      likely:
        "Deno.serve passes such a URL on, and new URL(request.url) throws",
    });
  });
  await variant("any other error", async () => {
    const error = new Error("the pot is broken");
    const thrown = await answerOf(() => Promise.reject(error)).catch((e) => e);
    expectThat(thrown === error, "the error is not thrown on", {
      expected: "onError of the server is told what the handler has thrown",
    });
  });
}));
