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
  because:
    "RFC 9112 section 6.3: if two servers in a row find different ends " +
    "of a body, its rest becomes a request that only one of them has checked",
  likely: {
    silence: "a wrong length is believed, and the server waits for the body",
  },
  try: "deno task send 'POST / HTTP/1.1\\r\\nHost: x\\r\\n" +
    "Content-Length: +1\\r\\n\\r\\na'",
});

/** Values that Number() or parseInt() would take. */
const BAD = [
  "+13",
  "-13",
  "0xD",
  "13.0",
  "1e1",
  "13 13",
  "13, 13",
  "thirteen",
  "",
  "9007199254740992",
  "99999999999999999999",
];

/** Two lengths in one request. */
const PAIRS = [["13", "13"], ["13", "12"], ["12", "13"]];

function withLengths(values: readonly string[]): string {
  const fieldLines = values.map((value) => `Content-Length: ${value}`);
  const lines = ["POST / HTTP/1.1", "Host: localhost", ...fieldLines];
  return httpRequest(lines, "firstname=Ada");
}

Deno.test(test("a length that is not digits only is refused", {}, async () => {
  await using server = await start(serve);
  for (const value of BAD) {
    await variant(`Content-Length: ${value}`, async () => {
      const response = await server.exchange(withLengths([value]));
      expectStatus(response, 400, {
        likely: response.status === 413
          ? "no number above 2^53 - 1 is exact: Number.isSafeInteger"
          : "Number() and parseInt() take more than digits: compare with " +
            "/^\\d+$/ first",
      });
      expectField(response, "Connection", "close");
    });
  }
}));

Deno.test(test("two lengths are refused, even if they agree", {}, async () => {
  await using server = await start(serve);
  for (const values of PAIRS) {
    await variant(values.join(" and "), async () => {
      const response = await server.exchange(withLengths(values));
      expectStatus(response, 400, {
        likely: "only the first or the last of them is looked at",
      });
    });
  }
}));
