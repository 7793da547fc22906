/**
 * The suites of stages 01, 02 and 06 are green through the relay of the lab: it
 * changes nothing that a test could notice.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { Program } from "../../kit/mod.ts";
import { ROOT, solutionsWith } from "../deno_command.ts";

const SERVICE = new URL("relay_service.ts", import.meta.url).href;

/** The kit's sockets are replaced as a wrong server replaces a module. */
const IMPORT_MAP = JSON.stringify(solutionsWith({
  "kit/transport.ts": "tests/lab/relayed_transport.ts",
}));

for (const stage of ["01_tcp", "02_http", "06_persistent"]) {
  Deno.test(`the suite of ${stage} is green through the relay`, async () => {
    await using service = Program.start(SERVICE);
    const { port } = await service.url();
    const path = await Deno.makeTempFile({ suffix: ".json" });
    await Deno.writeTextFile(path, IMPORT_MAP);
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "test",
        "-A",
        "--no-check",
        `--import-map=${path}`,
        `exercises/${stage}`,
      ],
      cwd: ROOT,
      stdin: "null",
      env: { NO_COLOR: "1", RELAY_SERVICE: port },
    }).output();
    await Deno.remove(path);
    const decoder = new TextDecoder();
    assertEquals(code, 0, decoder.decode(stdout) + decoder.decode(stderr));
  });
}
