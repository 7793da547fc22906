/**
 * The tests of the engine's techniques reject parts of the engine that are wrong.
 * Each file in `wrong_parts/` replaces one module of the engine, and has one
 * plausible mistake. Its header names the mistake, the module, the test that
 * rejects it, and words of the failure message, as in `tests/wrong_servers/`.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { listFiles, ROOT, solutionsWith, testWith } from "../deno_command.ts";

interface WrongPart {
  readonly file: string;
  readonly replaces: string;
  readonly testFile: string;
  readonly testName: string;
  readonly saying: string;
}

for (const file of listFiles("tests/engine/wrong_parts/", ".ts")) {
  const part = readHeader(file);
  Deno.test(`${file} is rejected by ${part.testFile}`, async () => {
    const { replaces, testFile, testName, saying } = part;
    const { code, output } = await testWith(
      solutionsWith({ [replaces]: file }),
      [`--filter=${testName}`, testFile],
    );
    assertStringIncludes(output, "| 0 passed | 1 failed", output);
    assertStringIncludes(output, saying, output);
    assertEquals(code, 1);
  });
}

function readHeader(file: string): WrongPart {
  const text = Deno.readTextFileSync(new URL(file, ROOT));
  function field(name: string): string {
    const value = new RegExp(`^ \\* @${name} (.+)$`, "m").exec(text)?.[1];
    assert(value, `${file} has no @${name}`);
    return value;
  }
  field("wrong");
  const [testFile, testName] = field("rejectedBy").split(" · ");
  return {
    file,
    replaces: field("replaces"),
    testFile: `tests/engine/${testFile}.ts`,
    testName,
    saying: field("saying"),
  };
}
