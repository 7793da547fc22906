import {
  expectBody,
  expectField,
  expectStatus,
  get,
  suite,
  TempDir,
} from "../../../kit/mod.ts";
import { FOR_SH, sideBySide, startWith } from "./programs.ts";

const test = suite(import.meta.url, {
  ...FOR_SH,
  because:
    "RFC 3875 section 7.2: a line ends with LF, and servers should also " +
    "accept CR LF",
  try: "curl -i http://127.0.0.1:8000/cgi-bin/hello.sh",
});

type Output = readonly [name: string, output: string, body: string];

const LINE_ENDS: readonly Output[] = [
  ["LF", "Content-Type: text/plain\nX-Colour: blue\n\nbody", "body"],
  ["CR LF", "Content-Type: text/plain\r\nX-Colour: blue\r\n\r\nbody", "body"],
  ["both", "Content-Type: text/plain\r\nX-Colour: blue\n\r\nbody", "body"],
  ["no body", "X-Colour: blue\nContent-Type: text/plain\n\n", ""],
];

const BODIES: readonly Output[] = [
  [
    "empty lines in the body",
    "X-Colour: blue\nContent-Type: text/plain\n\n\r\n\n\r\n\r\nbody\n",
    "\r\n\n\r\n\r\nbody\n",
  ],
  [
    "CR LF in the body of a header with LF",
    "X-Colour: blue\nContent-Type: text/plain\n\na\r\n\r\nb",
    "a\r\n\r\nb",
  ],
];

/** Lets programs print exactly these bytes, and compares the answers. */
async function expectAnswers(rows: readonly Output[]): Promise<void> {
  await using directory = await TempDir.create();
  for (const [index, [, output]] of rows.entries()) {
    await directory.write(`output${index}`, output);
    await directory.writeScript(`print${index}`, `cat output${index}`);
  }
  await using server = await startWith(directory);
  await sideBySide(rows, async ([, , body], index) => {
    const response = await server.exchange(get(`/cgi-bin/print${index}`));
    expectStatus(response, 200);
    expectField(response, "Content-Type", "text/plain");
    expectField(response, "X-Colour", "blue");
    expectBody(response, body);
  });
}

Deno.test(
  test("the lines of the header end with LF or with CR LF", {}, async () => {
    await expectAnswers(LINE_ENDS);
  }),
);

Deno.test(test("the body keeps its line ends", {
  because:
    "RFC 3875 section 6.1: the body is bytes, and belongs to the program",
}, async () => {
  await expectAnswers(BODIES);
}));
