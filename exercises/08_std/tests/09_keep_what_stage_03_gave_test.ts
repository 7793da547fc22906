import {
  expectBody,
  expectField,
  expectStatus,
  expectValue,
  get,
  start,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { serve } from "../server.ts";
import { createSite, MODIFIED } from "./temporary_site.ts";

const test = suite(import.meta.url, {
  because: "serveDir reads method, URL and fields of the request as it came",
});

const MODIFIED_DATE = "Wed, 21 Oct 2015 07:28:00 GMT";

const ENCODED: readonly [name: string, path: string][] = [
  ["two words.txt", "/two%20words.txt"],
  ["Grüße.txt", "/Gr%C3%BC%C3%9Fe.txt"],
  ["page.html", "/%70%61ge.html"],
  ["a+b.txt", "/a+b.txt"],
  ["100%.txt", "/100%25.txt"],
  ["%41.txt", "/%2541.txt"],
  ["who?.txt", "/who%3F.txt"],
  ["q.txt", "/q.txt?a=1&b=../.."],
];

Deno.test(test("a path is percent-decoded once, without its query", {
  because: "RFC 3986 sections 2.1 and 2.4",
  try: "curl -i http://127.0.0.1:8000/%69ndex.html",
  // Windows does not allow these names.
  needs: ["ln"],
}, async () => {
  const files = ENCODED.map(([name]) => [name, `This is ${name}`]);
  await using site = await createSite(Object.fromEntries(files));
  await using server = await start(serve, site.options);
  for (const [name, path] of ENCODED) {
    await variant(path, async () => {
      const response = await server.exchange(get(path));
      expectStatus(response, 200, {
        likely: path.includes("%25")
          ? "the path is decoded before serveDir decodes it"
          : undefined,
      });
      expectBody(response, `This is ${name}`);
    });
  }
}));

const REDIRECTS = [
  ["/two%20words", "/two%20words/"],
  ["/two%20words?sort=name&q=%20", "/two%20words/?sort=name&q=%20"],
] as const;

Deno.test(test("a directory without its slash is redirected to it", {
  because: "RFC 9110 section 15.4.2",
  try: "curl -i http://127.0.0.1:8000/notes",
}, async () => {
  await using site = await createSite({ "two words/index.html": "<p>Two" });
  await using server = await start(serve, site.options);
  for (const [target, wanted] of REDIRECTS) {
    await variant(target, async () => {
      const response = await server.exchange(get(target));
      expectStatus(response, 301);
      const location = expectField(response, "Location");
      const { pathname, search } = new URL(location, "http://localhost/");
      expectValue("Location", pathname + search, wanted);
    });
  }
}));

Deno.test(test("a client that has the file is answered 304", {
  because: "RFC 9110 sections 13.1.2, 13.1.3 and 13.2.2",
  try: "curl -i http://127.0.0.1:8000/test.jpg -H 'If-None-Match: *'",
}, async () => {
  await using site = await createSite({ "page.html": "0123456789" });
  await Deno.utime(`${site.options.root}/page.html`, MODIFIED, MODIFIED);
  await using server = await start(serve, site.options);
  const first = await server.exchange(get("/page.html"));
  const etag = expectField(first, "ETag", /^W\/"[^"]+"$/);
  expectField(first, "Last-Modified", MODIFIED_DATE);
  const rows: readonly [fieldLine: string, status: number][] = [
    [`If-None-Match: ${etag}`, 304],
    [`If-None-Match: "of-old", ${etag.replace("W/", "")}`, 304],
    ["If-None-Match: *", 304],
    ['If-None-Match: "another"', 200],
    [`If-Modified-Since: ${MODIFIED_DATE}`, 304],
    ["If-Modified-Since: Wed, 21 Oct 2015 07:27:59 GMT", 200],
    [`If-Modified-Since: ${MODIFIED_DATE}\r\nIf-None-Match: "another"`, 200],
  ];
  for (const [fieldLine, status] of rows) {
    await variant(fieldLine, async () => {
      const response = await server.exchange(get("/page.html", fieldLine));
      expectStatus(response, status);
      expectBody(response, status === 200 ? "0123456789" : "");
    });
  }
}));

const RANGES: readonly [range: string, status: number, part: string][] = [
  ["bytes=2-5", 206, "2-5"],
  ["bytes=7-", 206, "7-9"],
  ["bytes=-3", 206, "7-9"],
  ["bytes=5-99", 206, "5-9"],
  ["bytes=-99", 206, "0-9"],
  ["bytes=10-", 416, "*"],
  ["bytes=-0", 416, "*"],
  ["bytes=0-1,4-5", 200, ""],
  ["lines=0-1", 200, ""],
];

Deno.test(test("a range is sent with 206, or refused with 416", {
  because: "RFC 9110 sections 14.1.2, 15.3.7 and 15.5.17",
  try: "curl -i -r 0-99 http://127.0.0.1:8000/notes/tcp.txt",
}, async () => {
  const content = "0123456789";
  await using site = await createSite({ "ten.txt": content });
  await using server = await start(serve, site.options);
  for (const [range, status, part] of RANGES) {
    await variant(`Range: ${range}`, async () => {
      const request = get("/ten.txt", `Range: ${range}`);
      const response = await server.exchange(request);
      expectStatus(response, status, {
        likely: response.status === 200
          ? "serveDir did not see the field Range: pass on the request itself"
          : undefined,
      });
      if (part === "") return expectBody(response, content);
      expectField(response, "Content-Range", `bytes ${part}/10`);
      const [first, last] = part.split("-").map(Number);
      if (status === 206) expectBody(response, content.slice(first, last + 1));
    });
  }
}));
