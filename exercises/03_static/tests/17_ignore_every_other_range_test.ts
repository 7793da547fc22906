import {
  expectBody,
  expectField,
  expectNoField,
  suite,
  variant,
} from "../../../kit/mod.ts";
import { type Causes, serveFiles } from "./site.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 14.2: a server may ignore Range, and must for a " +
    "unit that it does not know and for a method other than GET",
});

const MALFORMED: Causes = {
  206: "the field is not a range, and only a part of it was looked at",
  400: "a malformed Range field is ignored, not refused",
  416: "whether a range is malformed is decided first: only a well-formed " +
    "one can be outside the file",
};
const SEVERAL: Causes = {
  206: "only one of several ranges is sent, and the client would miss the rest",
  416: "several ranges are ignored: only a single one can be refused",
};

const IGNORED: readonly [range: string, Causes][] = [
  ["bytes=0-1,4-5", SEVERAL],
  ["bytes=0-1, -2", SEVERAL],
  ["lines=0-1", { 206: "the unit is not bytes: compare it" }],
  ["kilobytes=0-1", { 206: "the unit is not bytes: compare all of it" }],
  ["bytes=5-2", MALFORMED],
  ["bytes=12-5", MALFORMED],
  ["bytes=-", MALFORMED],
  ["Bytes=-", MALFORMED],
  ["bytes=", MALFORMED],
  ["bytes=a-b", MALFORMED],
  ["bytes=0-1-2", MALFORMED],
  ["bytes=+1-2", MALFORMED],
  ["bytes 0-1", MALFORMED],
  ["bytes=1.5-2", MALFORMED],
];

Deno.test(test("several ranges and malformed ones are ignored", {
  try: "curl -i -r 0-1,4-5 http://127.0.0.1:8000/notes/tcp.txt",
}, async () => {
  await using site = await serveFiles({ "ten.txt": "0123456789" });
  for (const [range, causes] of IGNORED) {
    await variant(`Range: ${range}`, async () => {
      const response = await site.get("/ten.txt", `Range: ${range}`);
      site.expectStatus(response, 200, causes);
      expectNoField(response, "Content-Range");
      expectBody(response, "0123456789");
    });
  }
}));

Deno.test(test("HEAD is answered without a look at Range", {
  because: "RFC 9110 section 14.2: Range is defined for GET only",
}, async () => {
  await using site = await serveFiles({ "ten.txt": "0123456789" });
  for (const range of ["bytes=0-1", "bytes=10-"]) {
    await variant(`Range: ${range}`, async () => {
      const response = await site.head("/ten.txt", `Range: ${range}`);
      const likely = "the method is not looked at: a range counts for GET only";
      site.expectStatus(response, 200, { 206: likely, 416: likely });
      expectField(response, "Content-Length", "10");
    });
  }
}));

Deno.test(
  test("the last five bytes of an empty file are all of it", {}, async () => {
    await using site = await serveFiles({ "empty.txt": "" });
    for (const range of ["bytes=-5", "bytes=-1"]) {
      await variant(`Range: ${range}`, async () => {
        const response = await site.get("/empty.txt", `Range: ${range}`);
        site.expectStatus(response, 200, {
          206: "Content-Range cannot describe a part without bytes",
          416: "a file that is shorter than the suffix is sent whole: 200",
        });
      });
    }
  }),
);
