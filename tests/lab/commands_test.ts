/**
 * Every `deno task lab` that a README, a hint or a failing test names is a
 * command line that the lab understands.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { parseCommandLine, UsageError } from "../../lab/command_line.ts";
import { listFiles, ROOT } from "../deno_command.ts";

/** The words of a command, with single quotes as a shell reads them. */
function wordsOf(command: string): string[] {
  const words = command.replace(/\s#.*$/, "").matchAll(/'([^']*)'|(\S+)/g);
  return [...words].map(([, quoted, plain]) => quoted ?? plain);
}

/** A command within a sentence; what is in quotes belongs to it. */
const UNTIL_SENTENCE_ENDS = /^(?:'[^']*'|(?! {2,}|[,;] |\. )[^'])*/;

/** The commands of a text; those in the strings of a test are escaped. */
function commandsOf(file: string): string[] {
  const isModule = file.endsWith(".ts");
  const source = Deno.readTextFileSync(new URL(file, ROOT));
  // A string may go on in the next line.
  const text = isModule ? source.replaceAll(/" \+\n\s*"/g, "") : source;
  const commands = [...text.matchAll(/deno task lab( [^\n`"]*)?/g)]
    .map(([, rest = ""]) => isModule ? rest.replaceAll("\\\\", "\\") : rest)
    .map((rest) => UNTIL_SENTENCE_ENDS.exec(rest)![0].trim());
  // A sentence about the command names no stage and no file.
  return commands.filter((rest) => /^(?:\d|[\w/]+\.ts)/.test(rest));
}

const FILES = [
  "README.md",
  "lab/README.md",
  ...listFiles("exercises/", ".md"),
  ...listFiles("exercises/", ".ts"),
  ...listFiles("kit/", ".ts"),
];

for (const file of FILES) {
  const commands = commandsOf(file);
  if (commands.length === 0) continue;
  Deno.test(`the lab understands the commands of ${file}`, () => {
    for (const command of commands) {
      const words = wordsOf(command)
        .map((word) => /^\w+\.ts$/.test(word) ? "mod.ts" : word);
      try {
        assert(parseCommandLine(words) !== "help", command);
      } catch (error) {
        assert(error instanceof UsageError, command);
        throw new Error(`${command}: ${error.message}`);
      }
    }
  });
}

Deno.test("the commands of a text are found", () => {
  const [command] = commandsOf(
    "exercises/06_persistent/tests/20_answer_in_one_write_test.ts",
  );
  assertEquals(wordsOf(command).slice(2), [
    "GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n".repeat(2),
    "--split",
    "27",
    "--delay",
    "300",
  ]);
  assert(commandsOf("lab/README.md").length >= 4);
  assertEquals(wordsOf("02 --send 'GET / HTTP/1.1' # a remark"), [
    "02",
    "--send",
    "GET / HTTP/1.1",
  ]);
});
