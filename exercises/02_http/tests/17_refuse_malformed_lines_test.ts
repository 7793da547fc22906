import {
  expectField,
  expectStatus,
  httpRequest,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 section 3: method SP request-target SP HTTP-version",
  likely: {
    "end of file":
      "an error is not caught where the request is read; the log " +
      "shows which",
  },
  try: "deno task send 'GET /\\r\\nHost: x\\r\\n\\r\\n'",
});

const THREE = 'exactly three parts: split(" "), and count them';
const METHOD = "the method is not checked: it is a token";
const TARGET = "the target is not checked: it begins with a slash and has no #";
const VERSION = "the version is not checked: HTTP/ digit . digit";

/** Request-lines that are malformed, and what such a server does not check. */
const REQUEST_LINES: readonly [requestLine: string, likely: string][] = [
  ["GET", THREE],
  ["GET /", THREE],
  ["GET / HTTP/1.1 HTTP/1.1", THREE],
  ["GET  / HTTP/1.1", "the line is split at any white space"],
  [" GET / HTTP/1.1", "the line is trimmed"],
  ["GET / HTTP/1.1 ", "the line is trimmed"],
  ["GET\t/\tHTTP/1.1", "the line is split at any white space"],
  ["GET / http/1.1", VERSION],
  ["GET / HTTP/1", VERSION],
  ["GET / HTTP/1.10", VERSION],
  ["GET / HTTP/1.1x", VERSION],
  ["GET / xHTTP/1.1", VERSION],
  ["G(T / HTTP/1.1", METHOD],
  ["GET test.jpg HTTP/1.1", TARGET],
  ["GET a/test.jpg HTTP/1.1", TARGET],
  ["GET ?a HTTP/1.1", TARGET],
  ["GET * HTTP/1.1", TARGET],
  ["GET /#top HTTP/1.1", TARGET],
];

Deno.test(
  test("a malformed request-line is answered 400, and ends", {}, async () => {
    await using server = await start(serve);
    for (const [requestLine, likely] of REQUEST_LINES) {
      await variant(requestLine, async () => {
        const request = httpRequest([requestLine, "Host: localhost"]);
        const response = await server.exchange(request);
        const isServed = [200, 404].includes(response.status);
        expectStatus(response, 400, isServed ? { likely } : {});
        expectField(response, "Connection", "close");
      });
    }
  }),
);

Deno.test(test("a field line has a colon, and a name before it", {
  because: "RFC 9112 section 5: field-name, colon, value",
  try: "deno task send 'GET / HTTP/1.1\\r\\nHost: x\\r\\nAccept\\r\\n\\r\\n'",
}, async () => {
  await using server = await start(serve);
  for (const fieldLine of ["Accept", ": text/html", ":"]) {
    await variant(fieldLine, async () => {
      const lines = ["GET / HTTP/1.1", "Host: localhost", fieldLine];
      const response = await server.exchange(httpRequest(lines));
      expectStatus(response, 400);
      expectField(response, "Connection", "close");
    });
  }
}));
