/**
 * The TypeScript of the documentation is well-formed, and its types fit. (Its
 * format is that of `deno fmt`, which formats the blocks of Markdown files.)
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { TempDir } from "../kit/mod.ts";
import {
  type CodeBlock,
  listCodeBlocks,
  mayMention,
  toModule,
} from "./code_blocks.ts";
import { runDeno } from "./deno_command.ts";

/** Names and types that a fragment leaves open. */
const OPEN =
  /^TS(?:2304|2552|2593|18004|7006|7031) .*?(?:name|property|Parameter|element) '(\w+)'/;

/** The errors of a type check: what they say, and in which module. */
const ERROR = /^(TS\d+ .*)\n[^]*?\bat file:\S*\/(\d+)\.ts:(\d+)/gm;

const BLOCKS = listCodeBlocks();

/** Checks the types of all blocks in one process. */
async function check(blocks: readonly CodeBlock[]): Promise<string[]> {
  const modules = blocks.map((block, index) =>
    [`${index}.ts`, toModule(block)] as const
  );
  await using directory = await TempDir.create(Object.fromEntries(modules));
  const files = modules.map(([name]) => directory.resolve(name));
  const { code, output } = await runDeno([
    "check",
    "--config=deno.json",
    ...files,
  ]);
  if (code === 0) return [];
  const errors = [...output.matchAll(ERROR)];
  assert(errors.length > 0, output);
  return errors.flatMap(([, error, index, line]) => {
    const block = blocks[Number(index)];
    const [, name] = OPEN.exec(error) ?? [];
    const isOpen = name !== undefined &&
      (/^TS7/.test(error) || mayMention(block, name));
    return isOpen
      ? []
      : [`${block.file}:${block.line + Number(line) - 3}: ${error}`];
  });
}

/** Three mistakes: a missing argument, a misspelt name, a misspelt property. */
const MISTAKES = [
  "const count = await connection.read();",
  "writeReponse(connection, { status: 200 });",
  "if (request.contentLenght > 0) throw new HttpError(400, `…`);",
].map((code, index) => ({
  file: "exercises/02_http/HINTS.md",
  line: index + 1,
  code: `${code}\n`,
}));

Deno.test("the TypeScript of the documentation is right, and mistakes are found", async () => {
  assert(BLOCKS.length > 140, `found ${BLOCKS.length} blocks`);
  const found = await check([...MISTAKES, ...BLOCKS]);
  assertEquals(found.map((error) => error.replace(/ \[.*\n?/, "")).sort(), [
    "exercises/02_http/HINTS.md:1: TS2554",
    "exercises/02_http/HINTS.md:2: TS2304",
    "exercises/02_http/HINTS.md:3: TS2551",
  ], found.join("\n"));
});
