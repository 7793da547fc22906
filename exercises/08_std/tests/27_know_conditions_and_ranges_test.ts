import {
  expectField,
  expectNoField,
  expectStatus,
  get,
  start,
  suite,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import {
  compare,
  createFiles,
  FILES,
  type Row,
  startBefore,
  withMethod,
} from "./both_columns.ts";

const test = suite(import.meta.url);

const ISO_DATE = "If-Modified-Since: 2020-01-01T00:00:00Z";

const CONDITIONS: readonly Row[] = [
  [
    "HEAD, If-None-Match: *",
    withMethod("HEAD", "If-None-Match: *"),
    304,
    200,
  ],
  ["a date of another format", get("/ten.txt", ISO_DATE), 200, 304],
  ["If-Match: another", get("/ten.txt", 'If-Match: "x"'), 412, 200],
];

Deno.test(test("conditions are for GET only, and fewer", {
  because: "RFC 9110 sections 13.1.1, 13.1.3 and 13.2.1",
  try: "curl -I http://127.0.0.1:8000/test.jpg -H 'If-None-Match: *'",
}, () => compare(CONDITIONS, FILES)));

Deno.test(test("a date in the future is sent as it is", {
  because: "RFC 9110 section 8.8.2.1: such a date must not be sent",
}, async () => {
  await using site = await createFiles();
  await using server = await start(serve, site.options);
  const future = new Date("2100-01-01T00:00:00Z");
  await Deno.utime(`${site.options.root}/ten.txt`, future, future);
  const response = await server.exchange(get("/ten.txt"));
  expectField(response, "Last-Modified", "Fri, 01 Jan 2100 00:00:00 GMT", {
    likely: FILES,
  });
}));

/** A range that depends on a tag or a date. */
function ifRange(value: string): string {
  return get("/ten.txt", "Range: bytes=2-5", `If-Range: ${value}`);
}

const EARLIER = "Wed, 21 Oct 2015 07:27:59 GMT";

const RANGES: readonly Row[] = [
  ["If-Range: another tag", ifRange('"x"'), 200, 206],
  ["If-Range: another date", ifRange(EARLIER), 200, 206],
  ["Bytes=2-5", get("/ten.txt", "Range: Bytes=2-5"), 206, 200],
  ["bytes=5-2", get("/ten.txt", "Range: bytes=5-2"), 200, 416],
  ["a range of nothing", get("/empty.txt", "Range: bytes=0-"), 416, 200],
];

Deno.test(test("a range is sent whatever If-Range says", {
  because: "RFC 9110 sections 13.1.5, 14.1.1 and 14.1.2: a client that " +
    "resumes a download of a changed file gets parts of two files",
  try: "curl -i -r 0-9 http://127.0.0.1:8000/style.css -H 'If-Range: \"x\"'",
}, () => compare(RANGES, FILES)));

Deno.test(test("a name of unknown type has no Content-Type", {
  because: "RFC 9110 section 8.3: then the browser guesses",
}, async () => {
  await using site = await createFiles();
  await using before = await startBefore(site);
  await using server = await start(serve, site.options);
  const request = get("/some.xyzzy");
  const type = "application/octet-stream";
  expectField(await before.exchange(request), "Content-Type", type);
  const response = await server.exchange(request);
  expectStatus(response, 200);
  expectNoField(response, "Content-Type");
}));
