import {
  expectBody,
  expectNotInBody,
  expectStatus,
  expectThat,
  expectValue,
  get,
  suite,
  TempDir,
  TEXT_HEADER,
} from "../../../kit/mod.ts";
import { FOR_SH, ifStuck, LARGE, startCgi } from "./programs.ts";

const NOT_LOGGED =
  'the lines of stderr do not reach log(): with stderr: "piped", ' +
  "child.stderr is a stream of its bytes";

/** How long a line may be that is never cut, in characters. */
const LINE_LENGTH = 1000;

const test = suite(import.meta.url, {
  ...FOR_SH,
  because: "RFC 3875 does not mention stderr; to log it is a custom",
});

Deno.test(test("each line of stderr is a line of the log", {}, async () => {
  await using directory = await TempDir.createScripts({
    "say": `printf 'one\\ntwo\\nthree' >&2\n${TEXT_HEADER}\necho hello`,
    "end": `echo four >&2\n${TEXT_HEADER}\necho hello`,
  });
  const scripts = { "/cgi-bin": directory.path };
  await using server = await startCgi({ scripts });
  const response = await server.exchange(get("/cgi-bin/say"));
  expectStatus(response, 200);
  expectNotInBody(response, "one");
  const one = await server.logged("one", {
    likely: NOT_LOGGED,
  });
  const two = await server.logged("two");
  expectThat(one !== two, "two lines of stderr are one line of the log", {
    expected: "one call of log() per line",
    likely: 'each chunk is logged as a whole: split it at "\\n"',
  });
  const three = await server.logged("three", {
    likely: "the last line is lost: it has no line end, so log what is left " +
      "when stderr ends",
  });
  expectThat(three !== two, "two lines of stderr are one line of the log", {
    expected: "one call of log() per line",
  });
  expectStatus(await server.exchange(get("/cgi-bin/end")), 200);
  const four = await server.logged("four");
  const ends = [one, two, three, four].map((line) => /\w*$/.exec(line)![0]);
  expectValue("what they end with", ends.join(), "one,two,three,four");
  expectValue("how many lines there are", server.log.length, 4, {
    likely: "an empty piece after the last line end is logged as a line",
  });
}));

Deno.test(test("a line may arrive in pieces", {
  because: "a pipe carries a stream of bytes: a read may end anywhere",
}, async () => {
  await using directory = await TempDir.createScripts({
    "say": "printf 'gr\\303' >&2\nsleep 0.05\nprintf '\\274n\\n' >&2\n" +
      `${TEXT_HEADER}\necho hello`,
  });
  const scripts = { "/cgi-bin": directory.path };
  await using server = await startCgi({ scripts });
  expectStatus(await server.exchange(get("/cgi-bin/say")), 200);
  const line = await server.logged("gr");
  expectThat(line.includes("grün"), "the line is cut", {
    expected: "a line that contains grün",
    likely: line.includes("\ufffd")
      ? "each chunk is decoded on its own: decode with { stream: true }"
      : "each chunk is taken for a line: keep the last piece for the next chunk",
  });
}));

Deno.test(test("stderr may be long", {
  because: "a pipe holds some 64 KiB: then the writer waits for the reader",
}, async () => {
  await using directory = await TempDir.createScripts({
    "warn": `echo warning >&2\n${TEXT_HEADER}\necho hello`,
    "fill": `head -c ${LINE_LENGTH} /dev/zero | tr '\\0' x >&2\n` +
      `${TEXT_HEADER}\necho hello`,
    "complain": `${TEXT_HEADER}\necho first\nprintf 'one long ' >&2\n` +
      `head -c ${LARGE} /dev/zero | tr '\\0' x >&2\necho second`,
  });
  const scripts = { "/cgi-bin": directory.path };
  await using server = await startCgi({ scripts });
  // A server that does not log would write all of it to the learner's terminal.
  expectStatus(await server.exchange(get("/cgi-bin/warn")), 200);
  await server.logged("warning", { likely: NOT_LOGGED });
  expectStatus(await server.exchange(get("/cgi-bin/fill")), 200);
  const filled = await server.logged("xxx");
  const [{ length }] = /x*$/.exec(filled)!;
  expectValue("how many x it ends with", length, LINE_LENGTH, {
    likely: "a line is cut, or marked as cut, before it is longer than " +
      `${LINE_LENGTH} characters`,
  });
  const response = await server.exchange(get("/cgi-bin/complain"), {
    likely: ifStuck(
      'stderr is "piped", but it is not read to its end: the pipe is full, ' +
        "and the program waits",
    ),
  });
  expectStatus(response, 200);
  expectBody(response, "first\nsecond\n");
  await server.logged("one long x", {
    likely: "the log may cut a long line, but it must not drop the beginning",
  });
}));
