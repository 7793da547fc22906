import {
  expectField,
  expectStatus,
  expectValue,
  httpRequest,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { expectTypeOfError } from "./site.ts";

const test = suite(import.meta.url);

const OF_PAGE = ["GET", "HEAD", "POST"];
const OF_PICTURE = ["GET", "HEAD"];

/** Standard methods that are not served there, and those that are. */
const ROWS: readonly [method: string, path: string, allowed: string[]][] = [
  ["DELETE", "/", OF_PAGE],
  ["PUT", "/?a=1", OF_PAGE],
  ["PATCH", "/", OF_PAGE],
  ["OPTIONS", "/", OF_PAGE],
  ["POST", "/test.jpg", OF_PICTURE],
  ["DELETE", "/test.jpg", OF_PICTURE],
];

Deno.test(test("a method that is not served here is answered 405", {
  because: "RFC 9110 sections 15.5.6 and 10.2.1: Allow lists the " +
    "methods that this path serves",
  try: "curl -i -X DELETE http://127.0.0.1:8000/",
}, async () => {
  await using server = await start(serve);
  for (const [method, path, allowed] of ROWS) {
    await variant(`${method} ${path}`, async () => {
      const lines = [`${method} ${path} HTTP/1.1`, "Host: localhost"];
      const response = await server.exchange(httpRequest(lines));
      expectStatus(response, 405, {
        likely: response.status === 200
          ? "the method is not compared"
          : undefined,
      });
      const allow = expectField(response, "Allow").split(/[ \t]*,[ \t]*/);
      expectValue("the list of methods in Allow", allow.sort(), allowed);
      expectTypeOfError(response);
    });
  }
  await variant("DELETE /nothing", async () => {
    const lines = ["DELETE /nothing HTTP/1.1", "Host: localhost"];
    expectStatus(await server.exchange(httpRequest(lines)), 404);
  });
}));

/** Request-lines whose method no part of the site knows. */
const UNKNOWN: readonly [requestLine: string, likely?: string][] = [
  ["BREW / HTTP/1.1"],
  ["BREW /nothing HTTP/1.1", "the path is looked at before the method"],
  ["get / HTTP/1.1", "the method is changed to upper case"],
  ["GETS /test.jpg HTTP/1.1", "only the beginning of the method is compared"],
  ["M-SEARCH / HTTP/1.1"],
  ["TRACE / HTTP/1.1"],
  [
    "CONNECT localhost:80 HTTP/1.1",
    "the target is looked at first: that of CONNECT is not a path",
  ],
];

Deno.test(test("a method that the server does not know is answered 501", {
  because: "RFC 9110 sections 15.6.2 and 9.1: method names are case-sensitive",
  try: "curl -i -X BREW http://127.0.0.1:8000/",
}, async () => {
  await using server = await start(serve);
  for (const [requestLine, likely] of UNKNOWN) {
    await variant(requestLine, async () => {
      const request = httpRequest([requestLine, "Host: localhost"]);
      expectStatus(await server.exchange(request), 501, { likely });
    });
  }
}));
