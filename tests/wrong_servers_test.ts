/**
 * Every suite must reject the servers that it is there to reject. Each file in
 * `wrong_servers/STAGE/` has one plausible mistake. Its header names the module
 * that it replaces, the test that rejects it, and words of the failure message:
 *
 * ```text
 * @wrong Ends its lines with LF alone.
 * @replaces solutions/02_http/response.ts
 * @rejectedBy task 1 · every line ends with CR LF
 * @saying LF without CR
 * ```
 *
 * Without `@replaces` it replaces the exercise's `server.ts`. A wrong server
 * imports the original under its own name: a scope of the import map leads that
 * import past the wrong server. Where there is a golden message, it is the whole
 * message; `tests/messages/README.md` says more, also about `@varying`.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { STAGES } from "../course/stages.ts";
import { ReadAhead } from "./read_ahead.ts";
import { assertGolden } from "./messages.ts";
import { listWrongServers, reject, unwrap } from "./wrong_servers.ts";

/** How many wrong servers a suite rejects at least. */
const AT_LEAST = 5;

const wrongServers = listWrongServers();

const rejections = new ReadAhead(
  wrongServers.map((wrong) => () => reject(wrong)),
);

Deno.test.afterAll(() => rejections.close());

for (const [index, wrong] of wrongServers.entries()) {
  const { file, rejectedBy, saying } = wrong;
  Deno.test(`${file} is rejected by ${rejectedBy}`, async () => {
    const { code, output, message } = await rejections.get(index);
    assertStringIncludes(output, "| 0 passed | 1 failed", output);
    assert(message.startsWith("AssertionError: "), output);
    assertStringIncludes(unwrap(message), saying, output);
    assertEquals(code, 1);
    assertGolden(wrong, message);
  });
}

Deno.test("every stage has wrong servers", () => {
  for (const { id } of STAGES) {
    const count = wrongServers.filter(({ stage }) => stage === id).length;
    assert(count >= AT_LEAST, `${id} has ${count}, expected ${AT_LEAST}`);
  }
});
