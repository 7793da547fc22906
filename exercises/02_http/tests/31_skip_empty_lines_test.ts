import {
  expectInBody,
  expectStatus,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 section 2.2: some clients send an empty line after a body",
  try: "deno task send '\\r\\nGET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'",
});

Deno.test(
  test("empty lines before the request are skipped", {}, async () => {
    await using server = await start(serve);
    for (const count of [1, 2, 100]) {
      await variant(`${count} empty`, async () => {
        const request = "\r\n".repeat(count) + get("/");
        const response = await server.exchange(request);
        expectStatus(response, 200, {
          likely: count === 1
            ? "the empty line is taken for the request-line"
            : "only one empty line is skipped",
        });
        expectInBody(response, "</form>");
      });
    }
  }),
);
