import {
  expectStatus,
  httpRequest,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 section 3.2, RFC 9110 section 7.2: no Host, two of them " +
    "or a malformed one is 400",
  try: "deno task send 'GET / HTTP/1.1\\r\\n\\r\\n'",
});

const TWICE = "Headers joins two Host fields into one value: count the field " +
  "lines";
const PATTERN = "the value is not checked: a name or address, then perhaps a " +
  "colon and a port";

/** Host fields that are refused, and what such a server does not check. */
const BAD: readonly [fieldLines: string[], likely: string][] = [
  [[], "Host may be missing"],
  [["Host: localhost", "Host: localhost"], TWICE],
  [["Host: localhost", "Host: example.org"], TWICE],
  [["Host: localhost, example.org"], PATTERN],
  [["Host: local host"], PATTERN],
  [["Host: localhost/path"], PATTERN],
  [["Host: user@localhost"], PATTERN],
  [["Host: localhost:http"], PATTERN],
  [["Host: localhost:65536"], PATTERN],
  [["Host: :80"], PATTERN],
  [["Host: [::1::2]"], PATTERN],
];

Deno.test(
  test("a request of HTTP/1.1 names its host exactly once", {}, async () => {
    await using server = await start(serve);
    for (const [fieldLines, likely] of BAD) {
      await variant(fieldLines.join(" | ") || "no Host", async () => {
        const request = httpRequest(["GET / HTTP/1.1", ...fieldLines]);
        expectStatus(await server.exchange(request), 400, { likely });
      });
    }
    await variant("HTTP/1.0 with two", async () => {
      const lines = ["GET / HTTP/1.0", "Host: localhost", "Host: localhost"];
      expectStatus(await server.exchange(httpRequest(lines)), 400, {
        likely: "the Host fields of HTTP/1.0 are not checked: there may be " +
          "none, but not two",
      });
    });
  }),
);

Deno.test(test("the authority of absolute-form is checked, too", {
  because: "RFC 9112 section 3.2.2: it takes the place of Host",
}, async () => {
  await using server = await start(serve);
  for (const authority of ["", "user@localhost", "local[host", "a:65536"]) {
    await variant(`http://${authority}/`, async () => {
      const requestLine = `GET http://${authority}/ HTTP/1.1`;
      const request = httpRequest([requestLine, "Host: localhost"]);
      expectStatus(await server.exchange(request), 400);
    });
  }
}));

/** Requests whose host is in order. */
const GOOD = [
  ["GET / HTTP/1.1", "Host: localhost:80"],
  ["GET / HTTP/1.1", "Host: localhost:65535"],
  ["GET / HTTP/1.1", "Host: localhost:"],
  ["GET / HTTP/1.1", "Host:\tlocalhost\t"],
  ["GET / HTTP/1.1", "Host: 127.0.0.1"],
  ["GET / HTTP/1.1", "Host: [fe80::1]"],
  ["GET / HTTP/1.1", "Host: [::1]:80"],
  ["GET / HTTP/1.1", "Host:"],
  ["GET / HTTP/1.0"],
];

Deno.test(
  test(
    "a port, an IPv6 address and an empty host are allowed",
    {},
    async () => {
      await using server = await start(serve);
      for (const lines of GOOD) {
        await variant(lines.join(" | "), async () => {
          expectStatus(await server.exchange(httpRequest(lines)), 200, {
            likely: lines.length === 1
              ? "HTTP/1.0 did not ask for Host yet"
              : lines[1] === "Host: localhost:"
              ? "RFC 3986 section 3.2.3: a port may be empty"
              : undefined,
          });
        });
      }
    },
  ),
);
