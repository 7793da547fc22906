/**
 * Every suite must reject the servers that it is there to reject. Each file in
 * `wrong_servers/STAGE/` has one plausible mistake, and a header that names the
 * module that it takes the place of, the test that rejects it, and words of the
 * failure message:
 *
 * ```text
 * @wrong Ends its lines with LF alone.
 * @replaces solutions/02_http/response.ts
 * @rejectedBy task 1 · every line ends with CR LF
 * @saying LF without CR
 * ```
 *
 * Without `@replaces` it takes the place of the exercise's `server.ts`. A wrong
 * server imports the original under its own name: a scope of the import map
 * leads it past itself.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { STAGES } from "../course/stages.ts";
import { listFiles, ROOT, solutionsWith, testWith } from "./deno_command.ts";

/** At least so many wrong servers stand against each suite. */
const AT_LEAST = 5;

interface WrongServer {
  readonly file: string;
  readonly stage: string;
  readonly replaces: string;
  readonly rejectedBy: string;
  readonly saying: string;
}

const wrongServers = listFiles("tests/wrong_servers/", ".ts").map(readHeader);

for (const wrong of wrongServers) {
  Deno.test(`${wrong.file} is rejected by ${wrong.rejectedBy}`, async () => {
    const { file, replaces, stage, rejectedBy, saying } = wrong;
    const { code, output } = await testWith(
      solutionsWith({ [replaces]: file }),
      [
        `--filter=${stage} ${rejectedBy}`,
        `exercises/${stage}`,
      ],
    );
    assertStringIncludes(output, "| 0 passed | 1 failed", output);
    assertStringIncludes(output, "error: AssertionError:", output);
    assertStringIncludes(output, saying, output);
    assertEquals(code, 1);
  });
}

Deno.test("every stage has wrong servers", () => {
  for (const { id } of STAGES) {
    const count = wrongServers.filter(({ stage }) => stage === id).length;
    assert(count >= AT_LEAST, `${id} has ${count}, expected ${AT_LEAST}`);
  }
});

function readHeader(file: string): WrongServer {
  const text = Deno.readTextFileSync(new URL(file, ROOT));
  const stage = file.split("/").at(-2)!;
  function field(name: string): string | undefined {
    return new RegExp(`^ \\* @${name} (.+)$`, "m").exec(text)?.[1];
  }
  const rejectedBy = field("rejectedBy");
  const saying = field("saying");
  assert(field("wrong"), `${file} does not say what is wrong`);
  assert(rejectedBy && saying, `${file} does not say what rejects it`);
  const replaces = field("replaces") ?? `exercises/${stage}/server.ts`;
  return { file, stage, replaces, rejectedBy, saying };
}
