import { expectThat, expectValue, suite, variant } from "../../../kit/mod.ts";
import type { HttpRequest } from "../server.ts";
import { callHandler, CLIENT, requestFor } from "./fetch_request.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 section 3.2.1: origin-form is path and query, as sent",
});

/** The request that a handler of the engine receives. */
async function receivedFor(request: Request): Promise<HttpRequest> {
  let received: HttpRequest | undefined;
  await callHandler((request) => {
    received = request;
    return { status: 200 };
  }, request);
  expectThat(received !== undefined, "the handler has not been called");
  return received;
}

type Row = readonly [
  url: string,
  target: string,
  path: string,
  query: string | undefined,
];

/** URLs, spelt as `Deno.serve` passes them on. */
const TARGETS: readonly Row[] = [
  ["http://a.example/b%20c/d?x=1?&y", "/b%20c/d?x=1?&y", "/b%20c/d", "x=1?&y"],
  ["http://a.example/b", "/b", "/b", undefined],
  ["http://a.example/b?", "/b?", "/b", ""],
  ["http://a.example/b%2Fc?d#e?f", "/b%2Fc?d", "/b%2Fc", "d"],
  ["http://a.example/b#", "/b", "/b", undefined],
  ["http://a.example", "/", "/", undefined],
  ["http://a.example?x", "/?x", "/", "x"],
  ["http://a.example/b/../%2e/c", "/b/../%2e/c", "/b/../%2e/c", undefined],
  ["HTTP://a.example/b", "/b", "/b", undefined],
  // Deno does not encode U+2028, at which a line ends in JavaScript.
  ["http://a.example/b?x\u2028y", "/b?x\u2028y", "/b", "x\u2028y"],
  ["http://a.example/b\u2028?x#\u2028y", "/b\u2028?x", "/b\u2028", "x"],
];

Deno.test(test("target, path and query are those of the URL", {}, async () => {
  for (const [url, target, path, query] of TARGETS) {
    await variant(url, async () => {
      const received = await receivedFor(requestFor(url));
      const likely = whyOtherTarget(received.target, target);
      expectValue("target", received.target, target, { likely });
      expectValue("path", received.path, path);
      expectValue("query", received.query, query);
    });
  }
}));

/** The likely cause of a wrong target, if the target shows it. */
function whyOtherTarget(found: string, target: string): string | undefined {
  if (found === "/b" && target === "/b?") {
    return "search of a parsed URL is empty for /b? and /b: cut the text";
  }
  return `/${found}` === target
    ? "toFetchHandler has received a URL without a path: its path is then /"
    : undefined;
}

const ADDRESSES: Readonly<Record<string, string>> = {
  "http://a.example:81/": "tcp a.example 81",
  "http://a.example/": "tcp a.example 80",
  "http://[::1]:8000/": "tcp ::1 8000",
};

Deno.test(test("localAddr is host and port of the URL", {
  because: "Deno.serve does not say at which address a connection arrived",
}, async () => {
  for (const [url, address] of Object.entries(ADDRESSES)) {
    await variant(url, async () => {
      const { localAddr } = await receivedFor(requestFor(url));
      const { transport, hostname, port } = localAddr;
      expectValue("localAddr", `${transport} ${hostname} ${port}`, address);
    });
  }
}));

Deno.test(test("a GET has no body, and no length", {}, async () => {
  const received = await receivedFor(requestFor("http://localhost/"));
  expectValue("method", received.method, "GET");
  expectValue("version", received.version, "1.1");
  expectValue("body", received.body, null);
  expectValue("contentLength", received.contentLength, undefined);
  expectValue("remoteAddr", received.remoteAddr, CLIENT);
}));

Deno.test(test("a POST keeps fields, body and signal", {}, async () => {
  const departure = new AbortController();
  const received = await receivedFor(
    new Request("http://localhost/", {
      method: "POST",
      headers: { "Content-Length": "6", "X-Asked": "yes" },
      body: "Grüß",
      signal: departure.signal,
    }),
  );
  expectValue("method", received.method, "POST");
  expectValue("X-Asked", received.headers.get("X-Asked"), "yes");
  expectValue("contentLength", received.contentLength, 6);
  expectValue("body", await new Response(received.body).text(), "Grüß");
  expectValue("signal.aborted", received.signal.aborted, false);
  departure.abort();
  expectValue("signal.aborted", received.signal.aborted, true);
}));
