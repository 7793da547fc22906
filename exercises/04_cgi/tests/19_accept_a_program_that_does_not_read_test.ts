import {
  expectBody,
  expectStatus,
  httpRequest,
  post,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import {
  FOR_SH,
  inOnePiece,
  LARGE,
  sideBySide,
  startCgi,
  startWith,
} from "./programs.ts";

const BROKEN_PIPE =
  "if this is BrokenPipe: the program has closed its stdin, " +
  "or has ended; catch the error where you write to stdin";

const test = suite(import.meta.url, {
  ...FOR_SH,
  because: "RFC 3875 section 4.2: a program need not read the body",
  likely: { thrown: BROKEN_PIPE },
});

const PROGRAMS: readonly [name: string, script: string][] = [
  ["ends", `${TEXT_HEADER}\necho done`],
  ["closes its stdin", `exec <&-\n${TEXT_HEADER}\necho done`],
  ["reads a part", `head -c 10 > /dev/null\n${TEXT_HEADER}\necho done`],
];

Deno.test(test("a program need not read the body", {}, async () => {
  await using directory = await TempDir.create();
  for (const [index, [, script]] of PROGRAMS.entries()) {
    await directory.writeScript(`say${index}`, script);
  }
  await using server = await startWith(directory);
  await sideBySide(PROGRAMS, async (_, index) => {
    const request = post(`/cgi-bin/say${index}`, "x".repeat(LARGE));
    const response = await server.exchange(request);
    expectStatus(response, 200, {
      likely: response.status >= 500
        ? "the error of writing to stdin becomes the answer: it is not a failure"
        : undefined,
    });
    expectBody(response, "done\n");
  });
}));

Deno.test(
  test("a program may end before the body has arrived", {}, async () => {
    await using directory = await TempDir.createScripts({
      "end": `${TEXT_HEADER}\necho done`,
    });
    const scripts = { "/cgi-bin": directory.path };
    await using server = await startCgi({ scripts }, undefined, inOnePiece);
    const connection = await server.connect();
    await connection.send(httpRequest([
      "POST /cgi-bin/end HTTP/1.1",
      "Host: localhost",
      `Content-Length: ${LARGE}`,
    ], "the first bytes"));
    await connection.readUntil("done\n", {
      likely: {
        silence: "the answer waits until the body has been written to stdin: " +
          "the end of the program ends the answer, even if the client still sends",
        "end of file":
          "if the log names a reader that was released: after the end of the " +
          "program, an error of reading the body is not a failure",
      },
    });
    await connection.send("x".repeat(LARGE - "the first bytes".length), {
      likely: {
        unread:
          "the rest of the body stays unread: give the stream back with " +
          "reader.releaseLock(), so that the engine can read the rest",
      },
    });
  }),
);

Deno.test(test("a body that breaks off is a failure", {
  because: "the program must not take a part of the body for all of it",
}, async () => {
  await using directory = await TempDir.createScripts({
    "read": `cat > /dev/null\n${TEXT_HEADER}\necho done`,
  });
  await using server = await startWith(directory);
  const connection = await server.connect();
  await connection.send(httpRequest([
    "POST /cgi-bin/read HTTP/1.1",
    "Host: localhost",
    "Content-Length: 20",
  ], "half of it\n"));
  await connection.closeWrite();
  expectStatus(await connection.readResponse(), 400, {
    likely: "an error of the body ends stdin, as the end of the body does: " +
      "kill the program, and throw the error",
  });
}));
