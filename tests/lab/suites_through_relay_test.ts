/**
 * The suites of stages 01, 02 and 06 are green through the relay of the lab: it
 * changes nothing that a test could notice.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { Program } from "../../kit/mod.ts";
import {
  type CommandResult,
  solutionsWith,
  testWith,
} from "../deno_command.ts";

const SERVICE = new URL("relay_service.ts", import.meta.url).href;

/**
 * How often a file that has failed is tried again. The relay has kernel buffers
 * of its own, which are emptied in steps of a megabyte, and a process that has
 * to be scheduled: on a busy machine, a deadline of 250 ms for a slow reader may
 * be missed by chance. A relay with a defect misses it every time.
 */
const RETRIES = 3;

/** The kit's sockets are replaced as a wrong server replaces a module. */
const IMPORT_MAP = solutionsWith({
  "kit/transport.ts": "tests/lab/relayed_transport.ts",
});

for (const stage of ["01_tcp", "02_http", "06_persistent"]) {
  Deno.test(`the suite of ${stage} is green through the relay`, async () => {
    await using service = Program.start(SERVICE);
    const { port } = await service.url();
    const run = (paths: string[]) => runThrough(port, paths);
    let result = await run([`exercises/${stage}`]);
    for (let left = RETRIES; left > 0 && result.code !== 0; left--) {
      result = await run(failedFiles(result));
    }
    assertEquals(result.code, 0, result.output);
  });
}

async function runThrough(
  port: string,
  paths: string[],
): Promise<CommandResult> {
  Deno.env.set("RELAY_SERVICE", port);
  try {
    return await testWith(IMPORT_MAP, paths);
  } finally {
    Deno.env.delete("RELAY_SERVICE");
  }
}

/** The files that a summary of failures names: "=> ./exercises/….ts:12:1". */
function failedFiles({ output }: CommandResult): string[] {
  const places = output.matchAll(/=> \.\/(exercises\/\S+\.ts):\d+:\d+/g);
  return [...new Set([...places].map(([, file]) => file))];
}
