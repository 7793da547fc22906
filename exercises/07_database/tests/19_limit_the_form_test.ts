import {
  expectStatus,
  httpRequest,
  start,
  suite,
  TempDir,
} from "../../../kit/mod.ts";
import { serveHttp } from "../../../solutions/06_persistent.ts";
import {
  ADA,
  expectProblem,
  expectStored,
  forEachRow,
  FORM_TYPE,
  REFUSED,
  submit,
  type Typed,
} from "../guestbook_client.ts";
import { guestbook } from "../server.ts";
import { fileIn } from "./database_file.ts";

const test = suite(import.meta.url, {
  because: "RFC 9110 section 15.5.14",
  try: "curl -i --data-binary @fixtures/www/test.jpg http://127.0.0.1:8000/",
});

/** The two ways to send a form. */
const WAYS: Readonly<Record<string, (typed: Typed) => string>> = {
  "with a Content-Length": submit,
  "in chunks": submitInChunks,
};

Deno.test(
  test("a form of more than 65536 bytes is answered 413", {}, async () => {
    await using directory = await TempDir.create();
    using handler = guestbook(fileIn(directory).database);
    await using server = await start((options) => serveHttp(options, handler));
    const room = 65_536 - "firstname=Ada&message=".length;
    const longest = { firstname: "Ada", message: "x".repeat(room) };
    const tooLong = { firstname: "Ada", message: "x".repeat(room + 1) };
    await forEachRow(WAYS, async (submit) => {
      expectStatus(await server.exchange(submit(tooLong)), 413, {
        likely: submit === submitInChunks
          ? "only contentLength is checked: a body in chunks has none, so count " +
            "while you read"
          : "guestbook() has this limit, and not only the engine",
      });
      expectProblem(await server.exchange(submit(longest)), REFUSED);
      expectStored(await server.exchange(submit(ADA)));
    });
  }),
);

/** The form from a program that does not know how long it will be. */
function submitInChunks(typed: Typed): string {
  const body = `${new URLSearchParams({ ...typed })}`;
  const halves = [body.slice(0, 9), body.slice(9)];
  const chunks = [...halves, ""]
    .map((text) => `${text.length.toString(16)}\r\n${text}\r\n`);
  return httpRequest([
    "POST / HTTP/1.1",
    "Host: localhost",
    "Transfer-Encoding: chunked",
    FORM_TYPE,
  ], chunks.join(""));
}
