/**
 * The fields of a request become real `Headers` on demand. A handler must not
 * see a difference.
 *
 * @module
 */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { makeHeaders } from "../../engine/bridge/lazy_headers.ts";

const FIELDS: readonly [name: string, value: string][] = [
  ["Host", "example.org"],
  ["X-Twice", "one"],
  ["Accept", "text/html,application/xhtml+xml"],
  ["x-twice", "two"],
  ["X-TWICE", ""],
  ["Empty", ""],
  ["Cookie", "a=1; b=2"],
  ["cookie", "c=tea, sugar"],
  ["Set-Cookie", "c=3"],
  ["Set-Cookie", "d=4"],
  ["Latin", "caf\xe9"],
  ["Inner", "a \t b"],
];

const SECTION = [
  "GET / HTTP/1.1",
  ...FIELDS.map(([name, value]) => `${name}: \t${value} `),
].join("\r\n");

const lazy = () => makeHeaders(SECTION, undefined);
const real = () => {
  const headers = new Headers(
    FIELDS.filter(([name]) => !/^cookie$/i.test(name)),
  );
  headers.set("Cookie", "a=1; b=2; c=tea, sugar");
  return headers;
};

/** Ways to use the fields of a request. */
const USES: Readonly<Record<string, (headers: Headers) => unknown>> = {
  "get": (it) => FIELDS.map(([name]) => it.get(name)),
  "get a missing field": (it) => it.get("nothing"),
  "has": (it) => [it.has("HOST"), it.has("nothing")],
  "forEach": (it) => {
    const seen: unknown[] = [];
    it.forEach((value, name) => seen.push([name, value]));
    return seen;
  },
  "for of": (it) => [...it],
  "keys": (it) => [...it.keys()],
  "values": (it) => [...it.values()],
  "entries": (it) => [...it.entries()],
  "getSetCookie": (it) => it.getSetCookie(),
  "a copy": (it) => [...new Headers(it)],
  "an object": (it) => Object.fromEntries(it),
  "a Request": (it) => [...new Request("http://a/", { headers: it }).headers],
  "a Response": (it) => [...new Response(null, { headers: it }).headers],
  "append": (it) => {
    it.append("X-Twice", "three");
    return [it.get("x-twice"), it.has("x-twice"), ...it];
  },
  "set": (it) => {
    it.set("Host", "example.net");
    return [it.get("host"), ...it];
  },
  "delete": (it) => {
    it.delete("Cookie");
    return [it.get("cookie"), it.has("cookie"), ...it];
  },
  "the arguments of forEach": (it) => {
    const receiver = {};
    const seen: boolean[] = [];
    it.forEach(function (this: unknown, _value, _name, headers) {
      seen.push(this === receiver && headers === it);
    }, receiver);
    return seen;
  },
};

for (const [name, use] of Object.entries(USES)) {
  Deno.test(`lazy Headers behave like Headers: ${name}`, () => {
    assertEquals(use(lazy()), use(real()));
  });
}

Deno.test("lazy Headers are Headers, and throw the same errors", () => {
  const headers = lazy();
  assert(headers instanceof Headers);
  assertEquals(Object.prototype.toString.call(headers), "[object Headers]");
  assertThrows(() => headers.get("no name"), TypeError);
  assertThrows(() => headers.has("no name"), TypeError);
  assertThrows(() => headers.set("a", "b\r\nc: d"), TypeError);
});

Deno.test("lazy Headers have the host of an absolute-form target", () => {
  const headers = makeHeaders(SECTION, "example.com");
  assertEquals(headers.get("Host"), "example.com");
  assertEquals([...headers].filter(([name]) => name === "host"), [
    ["host", "example.com"],
  ]);
});

Deno.test("lazy Headers of a request without fields are empty", () => {
  assertEquals([...makeHeaders("GET / HTTP/1.0", undefined)], []);
});
