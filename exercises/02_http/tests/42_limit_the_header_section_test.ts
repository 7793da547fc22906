import {
  expectStatus,
  fieldsOf,
  get,
  sectionOf,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serveHttp, type ServeHttpOptions } from "../server.ts";

const test = suite(import.meta.url, {
  because: "RFC 6585 section 5: 431 Request Header Fields Too Large",
  likely: {
    silence: "the length is compared when the line is complete: refuse it as " +
      "soon as it is too long",
  },
  try: "curl -i http://127.0.0.1:8000/ -H \"X: $(printf '%40000d')\"",
});

type Row = [name: string, request: string, status: number, ServeHttpOptions?];

/** Serves a handler that is content with everything. */
function serveAnything(options: ServeHttpOptions) {
  return serveHttp(options, () => ({ status: 200 }));
}

async function tryRows(rows: readonly Row[], likely: string): Promise<void> {
  for (const [name, request, status, options] of rows) {
    await variant(name, async () => {
      // Time enough to send all of it, however busy this machine is.
      const limits = { lingerMs: 10_000, ...options };
      await using server = await start(serveAnything, limits);
      const response = await server.exchange(request);
      expectStatus(response, status, { likely });
    });
  }
}

/** Every line counts with its CR LF; the empty line does not count. */
const BYTES: readonly Row[] = [
  ["field lines of 32 768 bytes", sectionOf(32_768), 200],
  ["field lines of 32 769 bytes", sectionOf(32_769), 431],
  ["maxHeaderBytes: 50", sectionOf(50), 200, { maxHeaderBytes: 50 }],
  ["one byte more", sectionOf(51), 431, { maxHeaderBytes: 50 }],
];

Deno.test(
  test("more bytes than maxHeaderBytes are answered 431", {}, async () => {
    const likely = "all field lines count together, each with its CR LF; the " +
      "empty line does not";
    await tryRows(BYTES, likely);
  }),
);

/** Host counts as well. */
const COUNTS: readonly Row[] = [
  ["100 fields", fieldsOf(100), 200],
  ["101 fields", fieldsOf(101), 431],
  ["maxFields: 2", fieldsOf(2), 200, { maxFields: 2 }],
  ["one field more", fieldsOf(3), 431, { maxFields: 2 }],
];

Deno.test(test("more fields than maxFields are answered 431", {}, async () => {
  await tryRows(COUNTS, "field lines are counted, Host among them");
}));

const SMALL = { maxHeaderBytes: 50 };

/** Sections of which the server never sees the end. */
const ENDLESS: readonly Row[] = [
  ["a field line", get("/").slice(0, -2) + "a".repeat(1_000_000), 431],
  ["empty lines before the request", "\r\n".repeat(50_000), 431],
  ["one byte too many", sectionOf(51).slice(0, -2), 431, SMALL],
];

Deno.test(test("a section that never ends is answered 431", {}, async () => {
  await tryRows(ENDLESS, "what is too long is refused before it ends");
}));

/** Empty lines of as many bytes as the limit, and of more. */
const EMPTY: readonly Row[] = [
  ["50 bytes of empty lines", "\r\n".repeat(25) + get("/"), 200, SMALL],
  ["52 bytes of empty lines", "\r\n".repeat(26) + get("/"), 431, SMALL],
];

Deno.test(test("empty lines may have as many bytes", {}, async () => {
  await tryRows(EMPTY, "maxHeaderBytes is the limit of the empty lines, too");
}));
