import {
  expectBody,
  expectInBody,
  expectStatus,
  expectThat,
  httpRequest,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { serveWith } from "./handlers.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 section 3.2.2: every server accepts absolute-form",
  try: "curl -i --request-target http://localhost/ http://127.0.0.1:8000/",
});

const HOST = "Host: localhost";

/** Targets that all mean the page. */
const TARGETS = [
  "http://localhost/",
  "http://localhost",
  "HTTP://localhost/",
  "http://localhost?a=1",
];

Deno.test(test("absolute-form is reduced to its path", {}, async () => {
  await using server = await start(serve);
  for (const target of TARGETS) {
    await variant(target, async () => {
      const request = httpRequest([`GET ${target} HTTP/1.1`, HOST]);
      const response = await server.exchange(request);
      expectStatus(response, 200);
      expectInBody(response, "</form>");
    });
  }
}));

Deno.test(test("its authority counts, not Host", {
  because: "RFC 9112 section 3.2.2",
}, async () => {
  await using server = await start(serveWith(({ path, query, headers }) => ({
    status: 200,
    body: `${path} ${query} ${headers.get("host")}`,
  })));
  const requestLine = "GET http://example.org:80/a/../b?c HTTP/1.1";
  const response = await server.exchange(httpRequest([requestLine, HOST]));
  expectStatus(response, 200);
  const body = new TextDecoder().decode(response.body);
  expectBody(response, "/a/../b c example.org:80", {
    likely: /^\/b /.test(body) || body.endsWith("example.org")
      ? "new URL() resolves /../ and leaves the port 80 out: take the target " +
        "apart as it stands"
      : body.endsWith("localhost")
      ? "headers still has the client's Host field"
      : undefined,
  });
}));

Deno.test(test("a target with https is answered 421", {
  because: "RFC 9110 section 7.4: the connection is not secured",
}, async () => {
  await using server = await start(serve);
  for (const target of ["https://localhost/", "HTTPS://localhost/"]) {
    await variant(target, async () => {
      const request = httpRequest([`GET ${target} HTTP/1.1`, HOST]);
      expectStatus(await server.exchange(request), 421);
    });
  }
}));

Deno.test(test("OPTIONS * is answered without the handler", {
  because: "RFC 9110 section 9.3.7: it asks about the server as a whole",
  try: "deno task send 'OPTIONS * HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'",
}, async () => {
  const asked: string[] = [];
  await using server = await start(serveWith(({ target }) => {
    asked.push(target);
    return { status: 203, body: "the handler's" };
  }));
  const request = httpRequest(["OPTIONS * HTTP/1.1", HOST]);
  const response = await server.exchange(request);
  expectStatus(response, 200);
  expectBody(response, "");
  expectThat(asked.length === 0, "the handler was asked");
}));
