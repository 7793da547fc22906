import {
  fieldsOf,
  get,
  lineOf,
  post,
  sectionOf,
  suite,
} from "../../../kit/mod.ts";
import { announce, chunksOf } from "./chunks.ts";
import { expectLimits, type LimitRow } from "./limits.ts";

const test = suite(import.meta.url);

const LONG = "a".repeat(100_000);

const HEADS: readonly LimitRow[] = [
  ["8192 bytes of request-line", {}, lineOf(8192), lineOf(8193), 414],
  [
    "maxRequestLineBytes: 50",
    { maxRequestLineBytes: 50 },
    lineOf(50),
    lineOf(51),
    414,
  ],
  ["a target without an end", {}, get("/"), `GET /${LONG}`, 414],
  ["an overlong method", {}, get("/"), `${LONG} / HTTP/1.1\r\n`, 501],
  ["an overlong version", {}, get("/"), `GET / HTTP/1.1${LONG}\r\n`, 400],
  ["32 768 bytes of fields", {}, sectionOf(32_768), sectionOf(32_769), 431],
  [
    "maxHeaderBytes: 50",
    { maxHeaderBytes: 50 },
    sectionOf(50),
    sectionOf(51),
    431,
  ],
  [
    "a field line without an end",
    {},
    get("/"),
    get("/", `X: ${LONG}`).slice(0, -4),
    431,
  ],
  ["100 fields", {}, fieldsOf(100), fieldsOf(101), 431],
  ["maxFields: 2", { maxFields: 2 }, fieldsOf(2), fieldsOf(3), 431],
  ["endless empty lines", {}, get("/"), "\r\n".repeat(50_000), 431],
];

Deno.test(test("the limits of a header section hold for each request", {
  because:
    "RFC 9112 section 3, RFC 9110 section 15.5.15, RFC 6585 section 5: " +
    "414 for a target, 501 for a method, 431 for fields",
  try: "deno task send 'GET / HTTP/1.1\\r\\nHost: x\\r\\n' --to-end",
}, () => expectLimits(HEADS)));

const MEBI = 1_048_576;
const FIVE = { maxBodyBytes: 5 };

const BODIES: readonly LimitRow[] = [
  ["1 MiB with its length", {}, announce(1) + "a", announce(MEBI + 1), 413],
  [
    "1 MiB in chunks",
    {},
    chunksOf([MEBI / 2, MEBI / 2]),
    chunksOf([MEBI / 2, MEBI / 2, 1]),
    413,
    "the size of each chunk is compared, not the sum",
  ],
  [
    "maxBodyBytes: 5, with its length",
    FIVE,
    post("/", "hello"),
    announce(6),
    413,
  ],
  ["maxBodyBytes: 5, one chunk", FIVE, chunksOf([5]), chunksOf([6]), 413],
  [
    "maxBodyBytes: 5, many chunks",
    FIVE,
    chunksOf([1, 1, 1, 1, 1]),
    chunksOf([1, 1, 1, 1, 1, 1]),
    413,
  ],
];

Deno.test(test("maxBodyBytes is for the sum of all chunks", {
  because: "RFC 9110 section 15.5.14",
  try: "head -c 2000000 /dev/zero | curl -i -H 'Transfer-Encoding: chunked' " +
    "--data-binary @- http://127.0.0.1:8000/cgi-bin/post.ts",
}, () => expectLimits(BODIES)));

const MANY = Array(100).fill(1);

const EXTENSIONS: readonly LimitRow[] = [
  [
    "4096 bytes of extensions",
    {},
    chunksOf(MANY, `;${"a".repeat(30)}`),
    chunksOf(MANY, `;${"a".repeat(50)}`),
    400,
  ],
  [
    "maxChunkExtensionBytes: 10",
    { maxChunkExtensionBytes: 10 },
    chunksOf([5], ";a=bcdefgh"),
    chunksOf([5], ";a=bcdefghi"),
    400,
  ],
  [
    "maxChunkExtensionBytes: 20 000, in one line",
    { maxChunkExtensionBytes: 20_000 },
    chunksOf([5], `;${"a".repeat(9_900)}`),
    chunksOf([5], `;${"a".repeat(20_100)}`),
    400,
    "the line with the size has a constant limit that no option changes",
  ],
  [
    "maxChunkExtensionBytes: 1000, all in the first chunk",
    { maxChunkExtensionBytes: 1000 },
    chunksOf([5], `;${"a".repeat(999)}`),
    chunksOf([5], `;${"a".repeat(999)}`).replace(
      "0\r\n\r\n",
      `5;${"a".repeat(1900)}`,
    ),
    400,
  ],
  [
    "an extension without an end",
    {},
    chunksOf([5]),
    chunksOf([5], `;${LONG}`).slice(0, 90_000),
    400,
  ],
];

Deno.test(test("the extensions of all chunks have a limit", {
  because: "RFC 9112 section 7.1.1: a server must limit their total length",
}, () => expectLimits(EXTENSIONS)));

const TRAILERS: readonly LimitRow[] = [
  [
    "8192 bytes of trailers",
    {},
    chunksOf([5], "", `X: ${"a".repeat(8000)}\r\n`),
    chunksOf([5], "", `X: ${"a".repeat(8200)}\r\n`),
    431,
  ],
  [
    "maxTrailerBytes: 20",
    { maxTrailerBytes: 20 },
    chunksOf([5], "", "X: aaaaa\r\n".repeat(2)),
    chunksOf([5], "", "X: aaaaa\r\nX: aaaaaa\r\n"),
    431,
  ],
  [
    "maxTrailerBytes: 20 000",
    { maxTrailerBytes: 20_000 },
    chunksOf([5], "", `X: ${"a".repeat(19_900)}\r\n`),
    chunksOf([5], "", `X: ${"a".repeat(20_100)}\r\n`),
    431,
  ],
  [
    "100 trailers",
    {},
    chunksOf([5], "", "X: a\r\n".repeat(100)),
    chunksOf([5], "", "X: a\r\n".repeat(101)),
    431,
  ],
  [
    "a trailer without an end",
    {},
    chunksOf([5]),
    chunksOf([5], "", `X: ${LONG}\r\n`).slice(0, 90_000),
    431,
  ],
];

Deno.test(test("the trailers have limits of their own", {
  because: "RFC 9112 section 7.1.2, RFC 6585 section 5",
}, () => expectLimits(TRAILERS)));
