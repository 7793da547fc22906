/**
 * The command line of the lab, and its escapes.
 *
 * @module
 */

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { STAGES } from "../../course/stages.ts";
import {
  type LabOptions,
  parseCommandLine,
  UsageError,
} from "../../lab/command_line.ts";
import { decodeEscapes, encodeEscapes } from "../../kit/escapes.ts";
import { runDeno } from "../deno_command.ts";

function parse(...args: string[]): LabOptions {
  const options = parseCommandLine(args);
  if (options === "help") throw new Error("This is the help");
  return options;
}

Deno.test("a stage has several names", () => {
  for (const name of ["02", "2", "02_http", "02.7", "2.1"]) {
    const { file, stage } = parse(name);
    assertEquals(stage?.id, "02_http", name);
    assertStringIncludes(file.href, "/exercises/02_http/server.ts");
  }
});

Deno.test("every stage has a server and a reference", () => {
  for (const { id } of STAGES) {
    Deno.statSync(parse(id).file);
    Deno.statSync(parse(id, "--reference").file);
  }
});

Deno.test("a file of the course tells its stage", () => {
  for (
    const [path, id] of [
      ["solutions/02_http.ts", "02_http"],
      ["exercises/03_static/server.ts", "03_static"],
      [
        "tests/wrong_servers/06_persistent/no_send_deadline.ts",
        "06_persistent",
      ],
    ]
  ) {
    assertEquals(parse(path).stage?.id, id);
    assertEquals(parse(path, "--stage", "04").stage?.id, "04_cgi");
  }
});

Deno.test("a file of the user's own is taken, and what follows -- passed on", () => {
  const { file, stage, serverArgs } = parse("mod.ts", "--", "--root", "/tmp");
  assertStringIncludes(file.href, "/mod.ts");
  assertEquals(stage, undefined);
  assertEquals(serverArgs, ["--root", "/tmp"]);
});

Deno.test("the flags of a message are those of deno task send", () => {
  const { message } = parse(
    "02",
    "--send",
    "GET / HTTP/1.1\\r\\n\\r\\n",
    "--split=4,9",
    "--delay=5",
    "--half-close",
  );
  assertEquals(
    new TextDecoder().decode(message!.bytes),
    "GET / HTTP/1.1\r\n\r\n",
  );
  assertEquals(message!.splitAt, [4, 9]);
  assertEquals(message!.delayMs, 5);
  assertEquals(message!.end, "half-close");
});

/** A command line that is wrong, and what is said of it. */
const WRONG: readonly (readonly [string[], string])[] = [
  [["09"], 'No stage "09"'],
  [["nowhere.ts"], 'No stage and no file "nowhere.ts"'],
  [["02", "03"], 'Unexpected "03"'],
  [["mod.ts", "--reference"], '"mod.ts" has no reference'],
  [["02", "--port", "x"], 'Cannot use --port "x"'],
  [["02", "--port", "65536"], 'Cannot use --port "65536"'],
  [["02", "--send", "a\\q"], 'Unknown escape "\\q"'],
  [["02", "--send", "a", "--half-close", "--reset"], "exclude each other"],
  [["03", "--handlers"], "--handlers is for 02_http and 06_persistent"],
  [["02", "--send", "a", "--stall", "--reset"], "exclude each other"],
  [["02", "--time-limit", "500"], "--time-limit is for --handlers"],
  [["02", "--stage", "03"], "--stage is for a FILE"],
  [["02", "--colour"], "Unknown option '--colour'"],
];

for (const [args, text] of WRONG) {
  Deno.test(`${args.join(" ")} is refused`, () => {
    const error = assertThrows(() => parse(...args), UsageError);
    assertStringIncludes(error.message, text);
    assertEquals(error.message.includes("\n"), false);
  });
}

Deno.test("a wrong command line gives one line, and exit code 1", async () => {
  const result = await runDeno(["run", "-A", "lab/main.ts", "09"]);
  assertEquals(result.code, 1);
  assertEquals(result.output.trim().split("\n").length, 1, result.output);
});

Deno.test("escapes stand for all bytes", () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  assertEquals(decodeEscapes(encodeEscapes(all)), all);
  assertEquals(
    encodeEscapes(new TextEncoder().encode("é\r\n\\")),
    "é\\r\\n\\\\",
  );
});
