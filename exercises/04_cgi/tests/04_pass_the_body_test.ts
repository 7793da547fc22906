import {
  concat,
  expectBody,
  expectStatus,
  get,
  httpRequest,
  post,
  suite,
  TempDir,
  TEXT_HEADER,
  toBytes,
} from "../../../kit/mod.ts";
import { FOR_SH, ifStuck, sideBySide, startOf, startWith } from "./programs.ts";

const test = suite(import.meta.url, {
  ...FOR_SH,
  try: "curl -d firstname=Ada http://127.0.0.1:8000/cgi-bin/post.ts",
});

/** A program that describes its input. */
const DESCRIBE = [
  TEXT_HEADER,
  'echo "length: ${CONTENT_LENGTH-not set}"',
  'echo "type: ${CONTENT_TYPE-not set}"',
  'echo "stdin: $(cat)"',
].join("\n");

Deno.test(test("the body of a request is the stdin of the program", {
  because: "RFC 3875 sections 4.2 and 4.1.2: CONTENT_LENGTH says how much to " +
    "read",
}, async () => {
  await using directory = await TempDir.createScripts({ "read": DESCRIBE });
  await using server = await startWith(directory);
  const type = "application/x-www-form-urlencoded";
  const request = post(
    "/cgi-bin/read",
    "firstname=Ada",
    `Content-Type: ${type}`,
  );
  const response = await server.exchange(request, {
    likely: ifStuck(
      "stdin is not closed, so a program that reads to the end waits",
    ),
  });
  expectStatus(response, 200);
  const lines = ["length: 13", `type: ${type}`, "stdin: firstname=Ada", ""];
  expectBody(response, lines.join("\n"));
}));

Deno.test(test("stdin has the bytes of the body, and then ends", {
  because: "RFC 3875 section 4.2: a program must not read more than the body",
  try: "curl --data-binary @fixtures/www/test.jpg " +
    "http://127.0.0.1:8000/cgi-bin/post.ts",
}, async () => {
  await using directory = await TempDir.createScripts({
    "echo": `echo 'Content-Type: application/octet-stream'\necho\ncat`,
  });
  await using server = await startWith(directory);
  const body = Uint8Array.from({ length: 512 }, (_, index) => index % 256);
  const header = httpRequest([
    "POST /cgi-bin/echo HTTP/1.1",
    "Host: localhost",
    `Content-Length: ${body.length}`,
  ]);
  const more = toBytes("these bytes follow the body");
  const request = concat([toBytes(header), body, more]);
  const response = await server.exchange(request, {
    likely: ifStuck(
      "stdin is not closed after the body, or the stream of the body that is " +
        "written to it never ends: `cat` waits",
    ),
  });
  expectStatus(response, 200);
  const text = new TextDecoder("latin1").decode(response.body);
  expectBody(response, body, {
    likely: text.includes("\u00ef\u00bf\u00bd")
      ? "the bytes went through a string: the body and the output are bytes"
      : undefined,
  });
}));

const NO_BODY: readonly [name: string, request: string, length: string][] = [
  ["no Content-Length", get("/cgi-bin/look"), "not set"],
  ["Content-Length: 0", post("/cgi-bin/look", ""), "0"],
];

Deno.test(test("without a body stdin is empty", {
  because: "RFC 3875 section 4.1.2: CONTENT_LENGTH is set if and only if the " +
    "request has a body",
  try: "curl -i http://127.0.0.1:8000/cgi-bin/post.ts",
}, async () => {
  await using directory = await TempDir.createScripts({ "look": DESCRIBE });
  await using server = await startWith(directory);
  await sideBySide(NO_BODY, async ([, request, length]) => {
    const response = await server.exchange(request, {
      likely: ifStuck(
        'stdin stays open: without a body it is "null", so that it ' +
          "ends at once",
      ),
    });
    expectStatus(response, 200);
    const found = startOf(response);
    const likely = length === "0" && found.startsWith("length: not set")
      ? "request.contentLength is 0, which is not undefined"
      : /: undefined$/m.test(found)
      ? '`${undefined}` is "undefined": leave the variable out'
      : /: null$/m.test(found)
      ? '`${null}` is "null": leave the variable out'
      : undefined;
    const lines = [`length: ${length}`, "type: not set", "stdin: ", ""];
    expectBody(response, lines.join("\n"), { likely });
  });
}));
