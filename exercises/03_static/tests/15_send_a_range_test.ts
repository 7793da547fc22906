import {
  bodyText,
  expectBody,
  expectField,
  type RawResponse,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { CONTENT, etagOf, PAGE, servePage } from "./page.ts";
import type { Causes } from "./site.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 sections 14.1.2, 14.4 and 15.3.7",
  try: "curl -i -r 0-99 http://127.0.0.1:8000/notes/tcp.txt",
});

/** A Range field, and the positions of the first and the last byte. */
type Row = readonly [range: string, first: number, last: number, Causes?];

const RANGES: readonly Row[] = [
  ["bytes=2-5", 2, 5],
  ["bytes=0-0", 0, 0],
  ["bytes=0-9", 0, 9],
  ["bytes=7-", 7, 9],
  ["bytes=9-9", 9, 9],
  ["bytes=-3", 7, 9],
  ["bytes=-1", 9, 9],
  ["Bytes=2-5", 2, 5, { 200: "Bytes and bytes are the same unit" }],
];

Deno.test(test("a range of a file is sent with 206", {}, async () => {
  await expectRanges(RANGES);
}));

const CUT: Causes = {
  200: "a range that begins in the file may end after it: send what is there",
  416: "a range that begins in the file may end after it: send what is there",
};

const TOO_LONG: readonly Row[] = [
  ["bytes=5-99", 5, 9, CUT],
  ["bytes=5-99999999999999999999", 5, 9, CUT],
  ["bytes=-99", 0, 9, CUT],
];

Deno.test(
  test("a range may reach beyond the end of the file", {}, async () => {
    await expectRanges(TOO_LONG);
  }),
);

Deno.test(test("a part has the other fields of the whole file", {
  because: "RFC 9110 section 15.3.7: the fields that a 200 would have",
}, async () => {
  await using site = await servePage();
  const whole = await site.get(PAGE);
  const part = await site.get(PAGE, "Range: bytes=2-5");
  site.expectStatus(part, 206);
  for (const name of ["Content-Type", "ETag", "Last-Modified"]) {
    expectField(part, name, whole.headers.get(name)!);
  }
  if (whole.headers.has("Accept-Ranges")) {
    expectField(whole, "Accept-Ranges", "bytes");
  }
}));

Deno.test(test("a client that has the file is sent no part of it", {
  because: "RFC 9110 section 13.2.2: Range is evaluated last",
}, async () => {
  await using site = await servePage();
  const ifNoneMatch = `If-None-Match: ${await etagOf(site)}`;
  const response = await site.get(PAGE, "Range: bytes=2-5", ifNoneMatch);
  site.expectStatus(response, 304, {
    206: "Range is evaluated before If-None-Match",
  });
}));

/** Asks for each range of the ten bytes. */
async function expectRanges(rows: readonly Row[]): Promise<void> {
  await using site = await servePage();
  for (const [range, first, last, causes] of rows) {
    const fieldLine = `Range: ${range}`;
    await variant(fieldLine, async () => {
      const response = await site.get(PAGE, fieldLine);
      site.expectStatus(response, 206, causes);
      const likely = causeOfPart(range, first, last, response);
      expectBody(response, CONTENT.slice(first, last + 1), { likely });
      const part = `bytes ${first}-${last}/${CONTENT.length}`;
      expectField(response, "Content-Range", part, {
        likely: likely ?? causeOfContentRange(part, response),
      });
    });
  }
}

/** The likely cause if other bytes were sent. */
function causeOfPart(
  range: string,
  first: number,
  last: number,
  response: RawResponse,
): string | undefined {
  const body = bodyText(response);
  if (body === CONTENT.slice(first, last + 1)) return undefined;
  if (body === CONTENT) return "the whole file is sent, with the status 206";
  if (body === CONTENT.slice(first, last)) {
    return "the last position is that of the last byte, not of the one after it";
  }
  if (body === CONTENT.slice(0, body.length) && !range.includes("=-")) {
    return "the first bytes of the file are sent, not those from the first " +
      "position on";
  }
  return range.includes("=-")
    ? "without a first position, the number counts from the end: bytes=-3 " +
      "asks for the last three bytes"
    : undefined;
}

/** The likely cause if the bytes are right and Content-Range is wrong. */
function causeOfContentRange(
  part: string,
  { headers }: RawResponse,
): string | undefined {
  const found = headers.get("Content-Range");
  if (found === null) return "206 must say which bytes it has: Content-Range";
  if (found === part.replace(" ", "=")) {
    return "Content-Range has a space after the unit, unlike Range";
  }
  const size = found.split("/")[1];
  return size === `${CONTENT.length}`
    ? "Content-Range has the positions that were sent, not those asked for"
    : "the number after the slash is the size of the whole file";
}
