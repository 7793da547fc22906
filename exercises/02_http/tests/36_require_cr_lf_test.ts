import {
  expectField,
  expectStatus,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";

const test = suite(import.meta.url, {
  because: "RFC 9112 section 2.2: servers in a row that disagree on the end " +
    "of a line disagree on the end of a request",
  try: "deno task send 'GET / HTTP/1.1\\nHost: x\\n\\n'",
});

const LF = "lines are split at LF, with or without a CR before it";
const CR = "a CR without LF is left in the line: look for both";

/** Requests with a CR or an LF that is not part of CR LF. */
const ROWS: Record<string, [request: string, likely: string]> = {
  "LF alone after the request-line": [
    "GET / HTTP/1.1\nHost: localhost\r\n\r\n",
    LF,
  ],
  "LF alone after a field line": [
    "GET / HTTP/1.1\r\nHost: localhost\nAccept: a\r\n\r\n",
    LF,
  ],
  "LF alone for the empty line": [
    "GET / HTTP/1.1\r\nHost: localhost\r\n\nAccept: a\r\n\r\n",
    LF,
  ],
  "LF alone everywhere": ["GET / HTTP/1.1\nHost: localhost\n\n", LF],
  "LF alone everywhere, then CR": [
    "GET / HTTP/1.1\nHost: localhost\n\n\r",
    LF,
  ],
  "CR alone in a value": [get("/", "Accept: a\rb"), CR],
  "CR alone between two field lines": [get("/", "Accept: a\rX: b"), CR],
  "two CR before LF": [get("/", "Accept: a\r"), CR],
};

Deno.test(
  test("a CR or LF that is not part of CR LF is 400", {}, async () => {
    await using server = await start(serve);
    for (const [name, [request, likely]] of Object.entries(ROWS)) {
      await variant(name, async () => {
        const response = await server.exchange(request, {
          likely: {
            silence: "an LF alone is passed over, and the server waits for " +
              "CR LF: refuse it as soon as it has arrived",
          },
        });
        expectStatus(response, 400, { likely });
        expectField(response, "Connection", "close");
      });
    }
  }),
);
