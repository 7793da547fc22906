import {
  expectStatus,
  httpRequest,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { expectName } from "./site.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 5.1: field names are case-insensitive; RFC 9112 " +
    "section 5: blanks around a value are not part of it",
  likely: {
    silence: "the body is taken to be longer than it is",
  },
  try: "deno task send 'POST / HTTP/1.1\\r\\nhost: x\\r\\ncontent-length:13" +
    "\\r\\n\\r\\nfirstname=Ada'",
});

const CASE = "Content-Length is found only in its usual spelling: change the " +
  "names of all fields to lower case before you compare them";
const BLANKS = "the line is split at colon and space: split it at the first " +
  "colon, and remove the blanks around the value";

/** How a client may write the length of its body. */
const ROWS: readonly [fieldLines: string[], likely: string][] = [
  [["content-length: 13"], CASE],
  [["CONTENT-LENGTH: 13"], CASE],
  [["Content-Length:13"], BLANKS],
  [["Content-Length:   13  "], BLANKS],
  [["Accept:", "Content-Length: 13"], BLANKS],
  [
    ["Referer: http://localhost:8000/a: b", "Content-Length: 13"],
    "a value may have colons: only the first one ends the name",
  ],
  [
    ["X-Content-Length: 5", "Content-Length: 13"],
    "the name is looked for anywhere in the line: compare all of it",
  ],
  [
    ["X-Note: Content-Length: 5", "Content-Length: 13"],
    "the name is looked for anywhere in the line: compare all of it",
  ],
];

Deno.test(
  test("a field is found however its line is written", {}, async () => {
    await using server = await start(serve);
    for (const [fieldLines, likely] of ROWS) {
      await variant(fieldLines.join(" | "), async () => {
        const lines = ["POST / HTTP/1.1", "Host: localhost", ...fieldLines];
        const request = httpRequest(lines, "firstname=Ada");
        const response = await server.exchange(request);
        expectStatus(response, 200, { likely });
        expectName(response, "Ada", { likely });
      });
    }
  }),
);
