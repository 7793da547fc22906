import { suite, variant } from "../../../kit/mod.ts";
import { serveFiles } from "./site.ts";

const test = suite(import.meta.url, {
  try: "curl -i http://127.0.0.1:8000/%zz",
});

const FILES = {
  "page.html": "<p>Page",
  "notes/tcp.txt": "Bytes, not messages",
};

const MALFORMED = [
  "/%",
  "/%4",
  "/%zz",
  "/page.html%",
  "/%u0041",
];

const NOT_UTF8 = [
  "/%FF",
  "/%C3",
  "/notes/%E4%BD",
  "/%C0%AE%C0%AE/secret.txt",
  "/%ED%A0%80",
  "/%F5%80%80%80",
];

Deno.test(test("a percent sign without two hexadecimal digits is 400", {
  because: "RFC 3986 section 2.1",
}, async () => {
  await using site = await serveFiles(FILES);
  for (const path of MALFORMED) {
    await variant(path, async () => {
      site.expectStatus(await site.get(path), 400, {
        404: "the error of decodeURIComponent is answered like a missing " +
          "file: the path is malformed, and that is 400",
      });
    });
  }
}));

Deno.test(test("a name that is not UTF-8 is 400", {
  because: "RFC 3629 section 3: each character in its shortest form",
}, async () => {
  await using site = await serveFiles(FILES);
  for (const path of NOT_UTF8) {
    await variant(path, async () => {
      site.expectStatus(await site.get(path), 400, {
        404:
          "the bytes are decoded although they are not UTF-8, or the error " +
          "is answered like a missing file: decodeURIComponent throws, and " +
          "that is 400",
      });
    });
  }
}));

const NUL = ["/%00", "/page.html%00", "/page.html%00.jpg", "/notes%00/"];

Deno.test(test("a NUL in a name is 400", {
  because:
    "for the kernel a NUL ends a name: what follows it would be checked " +
    "and then ignored",
  try: "curl -i http://127.0.0.1:8000/page.html%00",
}, async () => {
  await using site = await serveFiles(FILES);
  for (const path of NUL) {
    await variant(path, async () => {
      site.expectStatus(await site.get(path), 400, {
        404: "the NUL is answered like a missing file: no name can have it, " +
          "so the path is malformed, and that is 400",
      });
    });
  }
}));
