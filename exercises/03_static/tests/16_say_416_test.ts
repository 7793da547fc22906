import { expectField, suite, variant } from "../../../kit/mod.ts";
import { type Causes, serveFiles } from "./site.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 sections 14.1.2, 14.4 and 15.5.17",
  try: "curl -i -r 99999- http://127.0.0.1:8000/notes/tcp.txt",
});

const AFTER_THE_END: Causes = {
  200: "the first position is not before the end of the file: 416",
  206: "the first position is not looked at: if it is not before the end of " +
    "the file, no byte is left to send",
};

const NO_BYTE: readonly [range: string, Causes][] = [
  ["bytes=10-", AFTER_THE_END],
  ["bytes=10-20", AFTER_THE_END],
  ["bytes=99999999999999999999-", AFTER_THE_END],
  ["bytes=-0", {
    200: "bytes=-0 asks for the last 0 bytes, and of them nothing can be sent",
    206: "the last 0 bytes are not the whole file: slice(-0) is all of it",
  }],
];

Deno.test(
  test("a range without any byte of the file is 416", {}, async () => {
    await using site = await serveFiles({ "ten.txt": "0123456789" });
    for (const [range, causes] of NO_BYTE) {
      await variant(`Range: ${range}`, async () => {
        const response = await site.get("/ten.txt", `Range: ${range}`);
        site.expectStatus(response, 416, causes);
        expectField(response, "Content-Range", "bytes */10", {
          expected: "Content-Range: bytes */10 tells the client the size",
        });
      });
    }
  }),
);

Deno.test(test("an empty file has no first byte", {}, async () => {
  await using site = await serveFiles({ "empty.txt": "" });
  for (const range of ["bytes=0-", "bytes=0-0"]) {
    await variant(`Range: ${range}`, async () => {
      const response = await site.get("/empty.txt", `Range: ${range}`);
      const likely = "position 0 is not before the end of an empty file";
      site.expectStatus(response, 416, { 200: likely, 206: likely });
      expectField(response, "Content-Range", "bytes */0");
    });
  }
}));
