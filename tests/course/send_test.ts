/**
 * `deno task send`, as a program, against small servers on real sockets.
 *
 * @module
 */

import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  answering,
  GET,
  OK,
  readToEnd,
  readUntil,
  send,
  serveOnce,
} from "./send_program.ts";

Deno.test("send shows what was sent and received, and returns 0", async () => {
  await using server = serveOnce(answering(OK));
  const { code, stdout, stderr } = await send([GET, "--port", server.port]);
  assertEquals(
    stdout,
    [
      "  sent      GET / HTTP/1.1␍␊",
      "            Host: x␍␊",
      "            ␍␊",
      "  received  HTTP/1.1 200 OK␍␊",
      "            Content-Length: 5␍␊",
      "            ␍␊",
      "            hello",
      "",
    ].join("\n"),
  );
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
});

Deno.test("send understands every escape, and sends UTF-8", async () => {
  let received = "";
  await using server = serveOnce(async (connection) => {
    received = (await readUntil(connection, "!")).join("");
    await connection.write(new TextEncoder().encode("Yes"));
  });
  const text = String.raw`\r\n\t\0\\\x7F\xffé%$"!`;
  const { code } = await send([text, "--port", server.port]);
  assertEquals(received, '\r\n\t\0\\\x7f\xff\xc3\xa9%$"!');
  assertEquals(code, 0);
});

Deno.test("send - sends standard input byte for byte", async () => {
  let received = "";
  await using server = serveOnce(async (connection) => {
    received = (await readUntil(connection, "!")).join("");
    await connection.write(new TextEncoder().encode("Yes"));
  });
  await send(["-", "--port", server.port], "a\\r\n!");
  assertEquals(received, "a\\r\n!");
});

/** How many writes the flags make of six bytes. */
const WRITES: readonly (readonly [flags: string[], count: number])[] = [
  [["--split", "3"], 2],
  [["--every-byte"], 6],
  [[], 1],
];

for (const [flags, count] of WRITES) {
  Deno.test(`send ${flags.join(" ")} sends six bytes in ${count} writes`, async () => {
    let received = "";
    await using server = serveOnce(async (connection) => {
      received = (await readUntil(connection, "!")).join("");
      await connection.write(new TextEncoder().encode("Yes"));
    });
    const args = ["abcde!", ...flags, "--port", server.port];
    const { stdout } = await send(args);
    const shown = /\(in (\d+) pieces\)/.exec(stdout)?.[1] ?? "1";
    assertEquals(received, "abcde!");
    assertEquals(Number(shown), count);
  });
}

Deno.test("send --half-close ends its direction and still reads", async () => {
  await using server = serveOnce(async (connection) => {
    await readToEnd(connection);
    await connection.write(new TextEncoder().encode("Yes"));
  });
  const { code, stdout } = await send(
    ["hi", "--half-close", "--port", server.port],
  );
  assertStringIncludes(stdout, "(end of file: the client half-closed)");
  assertStringIncludes(stdout, "  received  Yes");
  assertEquals(code, 0);
});

const MISTAKES: readonly (readonly [args: string[], message: string])[] = [
  [[String.raw`a\q`], String.raw`Bad escape "\q": expected \r, \n`],
  [[String.raw`a\x4`], String.raw`Bad escape "\x": expected \r, \n`],
  [["a\\"], "Bad escape at the end of the text"],
  [["a", "--prot", "1"], 'Unknown flag "--prot": did you mean --port?'],
  [["a", "--zzz"], 'Unknown flag "--zzz": --help lists the flags'],
  [["a", "--port"], "--port needs a value"],
  [["a", "--port", "x"], 'Cannot use --port "x": expected a whole number'],
  [["a", "--every-byte=1"], "--every-byte takes no value"],
  [["a", "b"], "Expected one text to send, found 2"],
  [[], "Expected one text to send, found 0"],
  [["abc", "--split", "3"], "Cannot split at byte 3"],
  [["abc", "--split", "1", "--every-byte"], "Use either --split or"],
  [["abc", "--delay", "5"], "--delay needs --split"],
];

Deno.test("send tells a mistake in one line, and connects to no server", async () => {
  let clients = 0;
  await using server = serveOnce(() => Promise.resolve(void clients++));
  for (const [args, message] of MISTAKES) {
    const where = args.includes("--port") ? [] : ["--port", server.port];
    const { code, stdout, stderr } = await send([...args, ...where]);
    assertStringIncludes(stderr, message);
    assertEquals(stderr.trimEnd().split("\n").length, 1, stderr);
    assertEquals({ code, stdout }, { code: 2, stdout: "" }, message);
  }
  assertEquals(clients, 0);
});

Deno.test("send --help says what to do in cmd.exe", async () => {
  const { code, stdout } = await send(["--help"]);
  assertStringIncludes(stdout, "In cmd.exe, which has no single quotes");
  assertEquals(code, 0);
});
