import {
  expectBody,
  expectStatus,
  httpRequest,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serveWith } from "./serving.ts";

const test = suite(import.meta.url, {
  because:
    "RFC 9110 section 9.3.1: content in a GET has no defined meaning, and " +
    "a Request refuses to have one",
  try: "curl -i -X GET -d hello http://127.0.0.1:8000/",
});

Deno.test(test("a GET with a body is answered as one without", {}, async () => {
  await using server = await start(serveWith(async (request) => {
    return new Response(`${request.body} ${await request.text()}`);
  }));
  for (const method of ["GET", "HEAD"]) {
    await variant(method, async () => {
      const lines = [`${method} / HTTP/1.1`, "Host: localhost"];
      const request = httpRequest([...lines, "Content-Length: 5"], "hello");
      const response = await server.exchange(request, { method });
      expectStatus(response, 200, {
        likely: response.status === 500
          ? "new Request throws for a GET or HEAD with a body: leave it out"
          : undefined,
      });
      if (method === "GET") expectBody(response, "null ");
    });
  }
}));
