import { expectBody, suite, toBytes, variant } from "../../../kit/mod.ts";
import { serveFiles } from "./site.ts";

const test = suite(import.meta.url, {
  try: "curl -i http://127.0.0.1:8000/notes/tcp.txt",
});

/** The file is there, but the server has looked elsewhere. */
const ELSEWHERE = "the path on the disk is wrong (the log shows it): it is " +
  "the root followed by request.path, which begins with a slash";

Deno.test(test("a file is sent, and one in a directory below", {
  because: "RFC 9110 section 9.3.1: GET asks for what is at the target",
}, async () => {
  await using site = await serveFiles({
    "hello.txt": "Hello, files\n",
    "notes/tcp.txt": "Bytes, not messages\n",
  });
  const hello = await site.get("/hello.txt");
  site.expectStatus(hello, 200, { NotFound: ELSEWHERE });
  expectBody(hello, "Hello, files\n");
  const note = await site.get("/notes/tcp.txt");
  site.expectStatus(note, 200, { NotFound: ELSEWHERE });
  expectBody(note, "Bytes, not messages\n");
}));

const FILES: Readonly<Record<string, Uint8Array>> = {
  "every_byte.bin": Uint8Array.from({ length: 256 }, (_, byte) => byte),
  "byte_order_mark.txt": toBytes("\ufeffHello"),
  "line_ends.txt": toBytes("one\r\ntwo\nthree\r"),
  "empty.txt": new Uint8Array(),
};

Deno.test(test("a file is sent byte for byte", {
  try: "curl -s http://127.0.0.1:8000/test.jpg | cmp - fixtures/www/test.jpg",
}, async () => {
  await using site = await serveFiles(FILES);
  for (const [name, content] of Object.entries(FILES)) {
    await variant(name, async () => {
      const response = await site.get(`/${name}`);
      site.expectStatus(response, 200);
      const asText = new TextDecoder().decode(content);
      const found = new TextDecoder("utf-8", { ignoreBOM: true })
        .decode(response.body);
      expectBody(response, content, {
        likely: found === asText
          ? "the file is read as text, which changes bytes that are not " +
            "UTF-8: Deno.readFile() returns bytes"
          : undefined,
      });
    });
  }
}));

Deno.test(test("a page can be edited while the server runs", {}, async () => {
  await using site = await serveFiles({ "page.html": "<p>before" });
  expectBody(await site.get("/page.html"), "<p>before");
  await site.directory.write("page.html", "<p>after, and longer");
  const edited = await site.get("/page.html");
  expectBody(edited, "<p>after, and longer", {
    likely: new TextDecoder().decode(edited.body) === "<p>before"
      ? "the server keeps what it has read once: read the file for every request"
      : undefined,
  });
  await site.directory.write("new.html", "<p>new");
  const added = await site.get("/new.html");
  const likely = "the server knows only the files that were there when it " +
    "started: look for the file at every request";
  site.expectStatus(added, 200, { 404: likely });
  expectBody(added, "<p>new");
}));
