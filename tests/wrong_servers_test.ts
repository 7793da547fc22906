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
 * import past the wrong server.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { STAGES } from "../course/stages.ts";
import { ReadAhead } from "./read_ahead.ts";
import { listWrongServers, reject } from "./wrong_servers.ts";

/** How many wrong servers a suite rejects at least. */
const AT_LEAST = 5;

/** How many wrong servers share a process. */
const AT_ONCE = 12;

const wrongServers = listWrongServers();

const batches = STAGES.flatMap(({ id }) => {
  const ofStage = wrongServers.filter(({ stage }) => stage === id);
  return Array.from(
    { length: Math.ceil(ofStage.length / AT_ONCE) },
    (_, batch) => ofStage.slice(batch * AT_ONCE, (batch + 1) * AT_ONCE),
  );
});

const rejections = new ReadAhead(
  batches.map((batch) => () => reject(batch)),
  { atOnce: 4, ahead: 5 },
);

Deno.test.afterAll(() => rejections.close());

for (const [batch, servers] of batches.entries()) {
  for (const [index, { file, rejectedBy, saying }] of servers.entries()) {
    Deno.test(`${file} is rejected by ${rejectedBy}`, async () => {
      const { tests, message, output } = (await rejections.get(batch))[index];
      const outcomes = tests.map(({ outcome }) => outcome);
      assertEquals(outcomes, ["failed"], output);
      assert(message.startsWith("AssertionError: "), message);
      assertStringIncludes(message, saying);
    });
  }
}

Deno.test("every stage has wrong servers", () => {
  for (const { id } of STAGES) {
    const count = wrongServers.filter(({ stage }) => stage === id).length;
    assert(count >= AT_LEAST, `${id} has ${count}, expected ${AT_LEAST}`);
  }
});
