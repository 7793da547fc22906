/**
 * The suites of stages 01, 02 and 06 are green through the relay of the lab: it
 * changes nothing that a test could notice.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { Program } from "../../kit/mod.ts";
import { ROOT, solutionsWith } from "../deno_command.ts";
import { runAsOne, suiteOf, type TestRun } from "../test_run.ts";

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
    const run = (files: URL[]) => runThrough(port, files);
    let result = await run(suiteOf(stage));
    for (let left = RETRIES; left > 0 && result.code !== 0; left--) {
      result = await run(failedFiles(result));
    }
    assertEquals(result.code, 0, result.output);
  });
}

async function runThrough(port: string, files: URL[]): Promise<TestRun> {
  Deno.env.set("RELAY_SERVICE", port);
  try {
    return await runAsOne(files, { importMap: IMPORT_MAP });
  } finally {
    Deno.env.delete("RELAY_SERVICE");
  }
}

/** The files with a test that has failed. */
function failedFiles({ tests }: TestRun): URL[] {
  const failed = tests.filter(({ outcome }) => outcome === "failed");
  return [...new Set(failed.map(({ file }) => file))]
    .map((file) => new URL(file, ROOT));
}
