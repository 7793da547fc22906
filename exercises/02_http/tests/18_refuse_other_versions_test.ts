import {
  expectStatus,
  httpRequest,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 sections 15.6.6 and 2.5: only the first digit says " +
    "whether the messages can be understood",
  try: "deno task send 'GET / HTTP/2.0\\r\\nHost: x\\r\\n\\r\\n'",
});

/** Versions, and the status that answers a GET. */
const VERSIONS: readonly [version: string, status: number][] = [
  ["2.0", 505],
  ["0.9", 505],
  ["3.1", 505],
  ["1.2", 200],
  ["1.0", 200],
];

Deno.test(
  test("a version other than HTTP/1 is answered 505", {}, async () => {
    await using server = await start(serve);
    for (const [version, status] of VERSIONS) {
      await variant(`HTTP/${version}`, async () => {
        const lines = [`GET / HTTP/${version}`, "Host: localhost"];
        const response = await server.exchange(httpRequest(lines));
        expectStatus(response, status, {
          likely: status === 200
            ? "the version is compared as a whole: only its first digit counts"
            : response.status === 400
            ? "the request is well-formed: 400 is for what cannot be parsed"
            : undefined,
        });
      });
    }
  }),
);
