import {
  expectBody,
  expectField,
  expectStatus,
  expectValue,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serveWith } from "./serving.ts";

const test = suite(import.meta.url);

const NULL_BODY_STATUS = [204, 205, 304];

Deno.test(test("every status arrives", {
  because:
    "RFC 9110 sections 15.3.5, 15.3.6, 15.4.5: 204, 205 and 304 have no " +
    "content, and their Response has the body null",
}, async () => {
  await using server = await start(serveWith(({ url }) => {
    const status = Number(new URL(url).pathname.slice(1));
    const isEmpty = NULL_BODY_STATUS.includes(status);
    return new Response(isEmpty ? null : `${status}`, { status });
  }));
  for (const status of [200, 204, 205, 304, 404, 500, 599]) {
    await variant(`${status}`, async () => {
      const response = await server.exchange(get(`/${status}`));
      const isEmpty = NULL_BODY_STATUS.includes(status);
      expectStatus(response, status, {
        likely: isEmpty && response.status === 500
          ? "the body is null here: look before you read it"
          : undefined,
      });
      expectBody(response, isEmpty ? "" : `${status}`);
    });
  }
}));

const COOKIES = ["a=1; Path=/", "b=2; Expires=Sun, 22 Nov 2026 00:00:00 GMT"];

Deno.test(test("each Set-Cookie has a line of its own", {
  because: "RFC 6265 section 3: Set-Cookie lines must not be joined, since a " +
    "comma may be part of one",
}, async () => {
  await using server = await start(serveWith(() => {
    const headers = new Headers({ "Content-Language": "en" });
    for (const cookie of COOKIES) headers.append("Set-Cookie", cookie);
    return new Response("cookies", { headers });
  }));
  const response = await server.exchange(get("/"));
  expectField(response, "Content-Language", "en");
  const found = response.fieldLines
    .filter(({ name }) => name.toLowerCase() === "set-cookie")
    .map(({ value }) => value);
  expectValue("the list of Set-Cookie lines", found, COOKIES, {
    likely: found.length === 1
      ? "one value per name is kept: pass the Headers on, or [...headers]"
      : undefined,
  });
}));
