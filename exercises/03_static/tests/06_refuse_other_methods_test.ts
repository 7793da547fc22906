import {
  expectField,
  httpRequest,
  post,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serveFiles } from "./site.ts";

const test = suite(import.meta.url, {
  try: "curl -i -d firstname=Vamei http://127.0.0.1:8000/",
});

Deno.test(test("HEAD is answered like GET, without the body", {
  because: "RFC 9110 section 9.3.2: the same fields as for GET",
  try: "curl -I http://127.0.0.1:8000/test.jpg",
}, async () => {
  await using site = await serveFiles({ "page.html": "<p>Hello" });
  for (const path of ["/page.html", "/nothing.html"]) {
    await variant(path, async () => {
      const answerToGet = await site.get(path);
      const answer = await site.head(path);
      site.expectStatus(answer, answerToGet.status, {
        405: "HEAD is refused: it is allowed wherever GET is",
      });
      for (const { name, value } of answerToGet.fieldLines) {
        const wanted = /^date$/i.test(name) ? undefined : value;
        expectField(answer, name, wanted, {
          likely: /^content-length$/i.test(name)
            ? "return the same response as for GET, with its body: the engine " +
              "leaves the body out and keeps its length"
            : undefined,
        });
      }
    });
  }
}));

const NOT_ALLOWED: readonly [method: string, path: string][] = [
  ["POST", "/"],
  ["POST", "/index.html"],
  ["POST", "/cgi-bin/post.ts"],
  ["PUT", "/"],
  ["DELETE", "/"],
  ["PATCH", "/"],
  ["OPTIONS", "/"],
];

Deno.test(test("a method other than GET and HEAD is 405, with Allow", {
  because: "RFC 9110 section 15.5.6: a 405 must have Allow",
}, async () => {
  await using site = await serveFiles({ "index.html": "<form>" });
  for (const [method, path] of NOT_ALLOWED) {
    await variant(`${method} ${path}`, async () => {
      const request = post(path, "firstname=Vamei").replace("POST", method);
      const response = await site.server.exchange(request);
      site.expectStatus(response, 405, {
        200: "the method is not looked at",
        404: "the path is looked at before the method",
        501: `501 is for methods that servers do not know: ${method} is one ` +
          "of the methods of HTTP",
      });
      expectField(response, "Allow", "GET, HEAD", {
        likely: response.headers.has("Allow")
          ? undefined
          : "an HttpError carries no fields: return a response instead",
      });
    });
  }
}));

Deno.test(test("a method that HTTP does not know is 501", {
  because: "RFC 9110 section 9.1: methods are case-sensitive, and 501 is for " +
    "those that a server does not know",
  try: "curl -i -X BREW http://127.0.0.1:8000/",
}, async () => {
  await using site = await serveFiles({ "index.html": "<p>Hello" });
  for (const method of ["BREW", "get"]) {
    await variant(method, async () => {
      const request = httpRequest([`${method} / HTTP/1.1`, "Host: localhost"]);
      site.expectStatus(await site.server.exchange(request), 501, {
        200: method === "get"
          ? "methods are case-sensitive: compare them as they are"
          : "the method is not looked at",
        405: "405 is for methods that the server knows: those of HTTP are " +
          "CONNECT, DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT and TRACE",
      });
    });
  }
}));
