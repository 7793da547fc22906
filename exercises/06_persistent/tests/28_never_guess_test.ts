import {
  allVariants,
  expectBody,
  expectStatus,
  expectValue,
  get,
  httpRequest,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serveWith, textOf } from "./engine.ts";
import { expectRefused, SMUGGLING } from "./smuggling.ts";

const test = suite(import.meta.url, {
  because: SMUGGLING,
  try: "deno task send 'POST / HTTP/1.1\\r\\nHost: x\\r\\n" +
    "Content-Length: 5\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n'",
});

/** A body of 15 bytes, or one chunk of 5 bytes. */
const CHUNKS = "5\r\nhello\r\n0\r\n\r\n";

/** Field lines, and the status codes of which one answers them. */
type Row = readonly [fieldLines: readonly string[], ...statuses: number[]];

const CODINGS: readonly Row[] = [
  [["Transfer-Encoding: chunked", "Content-Length: 15"], 400],
  [["Content-Length: 15", "Transfer-Encoding: chunked"], 400],
  [["Content-Length: 0", "Transfer-Encoding: chunked"], 400],
  [["Transfer-Encoding: identity", "Content-Length: 15"], 400],
  [["Transfer-Encoding: identity"], 400],
  [["Transfer-Encoding: gzip"], 400],
  [["Transfer-Encoding:"], 400],
  [["Transfer-Encoding: xchunked"], 400],
  [["Transfer-Encoding: chunkedx"], 400],
  [['Transfer-Encoding: "chunked"'], 400],
  [["Transfer-Encoding: chunked;q=1"], 400],
  [["Transfer-Encoding: chunked chunked"], 400],
  [["Transfer-Encoding: chunked, chunked"], 400],
  [["Transfer-Encoding: chunked, identity"], 400],
  [["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"], 400],
  [["Transfer-Encoding: chunked", "Transfer-Encoding: identity"], 400],
  [["Transfer-Encoding: chunked", "Transfer-Encoding: gzip"], 400],
  [["Transfer-Encoding: chun", "Transfer-Encoding: ked"], 400],
  [["Transfer-Encoding: gzip, chunked"], 501],
  [["Transfer-Encoding: gzip", "Transfer-Encoding: chunked"], 501, 400],
  [["Transfer-Encoding: gzip ; a=b, chunked"], 501],
  [["Transfer-Encoding: identity, chunked"], 501, 400],
  [["Transfer-Encoding: , chunked"], 400],
  [["Transfer-Encoding : chunked"], 400],
  [["Transfer-Encoding\t: chunked"], 400],
  [[" Transfer-Encoding: chunked"], 400],
  [["Transfer-Encoding:", " chunked"], 400],
  [["Transfer-Encoding: chunked", "\tX: y"], 400],
  [["Transfer-Encoding: \x0bchunked"], 400],
  [["Transfer-Encoding: chunked\0"], 400],
  [["Transfer-Encoding: chunked\x7f"], 400],
  [["Transfer\0-Encoding: chunked"], 400],
  [["X: y\nTransfer-Encoding: chunked"], 400],
  [["X: y\rTransfer-Encoding: chunked"], 400],
  [["Transfer-Encoding: chunked\rX: y"], 400],
];

Deno.test(test("a doubtful Transfer-Encoding is refused", {}, async () => {
  await expectAllRefused(CODINGS);
  for (const fieldLine of ["Connection: keep-alive", "X: y"]) {
    const fieldLines = ["Transfer-Encoding: chunked", fieldLine];
    await expectAllRefused([[fieldLines, 400]], "1.0");
  }
}));

const LENGTHS: readonly Row[] = [
  ...["+5", "-5", "-0", "5 5", "5;", "0x5", "5.0", "5e0", "5n", "٥", "", ","]
    .map((value): Row => [[`Content-Length: ${value}`], 400]),
  ...["5,", "5, 5", "5, 15", "\x0b5", '"5"', "5\0"]
    .map((value): Row => [[`Content-Length: ${value}`], 400]),
  [["Content-Length: 5", "Content-Length: 5"], 400],
  [["Content-Length: 5", "content-length: 15"], 400],
  [["Content-Length: 15", "Content-Length: 5"], 400],
  [["Content-Length: 5", "Content-Length:"], 400],
  [["Content-Length : 5"], 400],
  [["Content-Length:", " 5"], 400],
  [[" Content-Length: 5"], 400],
  [["X: y\nContent-Length: 5"], 400],
  [["X: y\rContent-Length: 5"], 400],
  // 2^64 + 5 and 2^53 + 1: a number loses their last digits.
  [["Content-Length: 18446744073709551621"], 400, 413],
  [["Content-Length: 9007199254740993"], 400, 413],
];

Deno.test(
  test(
    "a doubtful Content-Length is refused",
    {},
    () => expectAllRefused(LENGTHS),
  ),
);

const UNUSUAL: readonly (readonly [fieldLine: string, body: string])[] = [
  ["Transfer-Encoding: Chunked", "hello"],
  ["TRANSFER-ENCODING:CHUNKED", "hello"],
  ["transfer-encoding:   chunked  ", "hello"],
  [`Content-Length: ${CHUNKS.length}`, CHUNKS],
  [`Content-Length:  ${CHUNKS.length} `, CHUNKS],
  [`content-length:000${CHUNKS.length}`, CHUNKS],
];

Deno.test(test("an unusual spelling that is right is served", {
  because: "RFC 9110 section 5.5, RFC 9112 section 7: codings have any case, " +
    "blanks around a value do not count, and a length may begin with zeros",
}, async () => {
  const calls: string[] = [];
  await using server = await start(serveWith(async ({ path, body }) => {
    calls.push(path);
    return { status: 200, body: await textOf(body) };
  }));
  const connection = await server.connect();
  for (const [fieldLine, body] of UNUSUAL) {
    await variant(JSON.stringify(fieldLine), async () => {
      const lines = ["POST / HTTP/1.1", "Host: localhost", fieldLine];
      await connection.send(httpRequest(lines, CHUNKS) + get("/next"));
      const response = await connection.readResponse();
      expectStatus(response, 200);
      expectBody(response, body);
      expectBody(await connection.readResponse(), "");
      expectValue("the handled paths", calls.splice(0), ["/", "/next"]);
    });
  }
}));

/** Sends each row with a method that has a body, and with one that has none. */
async function expectAllRefused(
  rows: readonly Row[],
  version = "1.1",
): Promise<void> {
  for (const [fieldLines, ...statuses] of rows) {
    await allVariants(["POST", "GET"].map((method) => {
      const requestLine = `${method} / HTTP/${version}`;
      const lines = [requestLine, "Host: localhost", ...fieldLines];
      const name = [requestLine, ...fieldLines].join(" | ");
      return variant(
        JSON.stringify(name),
        () => expectRefused(httpRequest(lines, CHUNKS), statuses),
      );
    }));
  }
}
