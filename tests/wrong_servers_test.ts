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
import {
  inBatches,
  listWrongServers,
  reject,
  type Rejection,
  unwrap,
  type WrongServer,
} from "./wrong_servers.ts";

/** How many wrong servers a suite rejects at least. */
const AT_LEAST = 5;

const wrongServers = listWrongServers();

const batches = STAGES.flatMap(({ id }) =>
  inBatches(wrongServers.filter(({ stage }) => stage === id))
);

const rejections = new ReadAhead(
  batches.map((batch) => () => reject(batch)),
  { atOnce: 4, ahead: 5 },
);

Deno.test.afterAll(() => rejections.close());

for (const [batch, servers] of batches.entries()) {
  for (const [index, wrong] of servers.entries()) {
    Deno.test(`${wrong.file} is rejected by ${wrong.rejectedBy}`, async () => {
      const rejection = (await rejections.get(batch))[index];
      try {
        judge(wrong, rejection);
      } catch {
        // On a busy machine, another row of a table may have failed first.
        const [alone] = await reject([wrong]);
        judge(wrong, alone);
      }
    });
  }
}

function judge(
  wrong: WrongServer,
  { tests, message, output }: Rejection,
): void {
  const outcomes = tests.map(({ outcome }) => outcome);
  assertEquals(outcomes, ["failed"], output);
  assert(message.startsWith("AssertionError: "), message);
  assertStringIncludes(unwrap(message), wrong.saying);
  assertGolden(wrong, message);
}

Deno.test("every stage has wrong servers", () => {
  for (const { id } of STAGES) {
    const count = wrongServers.filter(({ stage }) => stage === id).length;
    assert(count >= AT_LEAST, `${id} has ${count}, expected ${AT_LEAST}`);
  }
});
