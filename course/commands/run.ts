/**
 * `deno task course run`: the learner's server, as a program in the foreground.
 *
 * @module
 */

import { UsageError } from "../arguments.ts";
import type { Command } from "../command.ts";
import { folderOf, ROOT } from "../layout.ts";
import { parseTarget } from "../position.ts";
import { RUN_SERVER } from "../texts.ts";

/** The command; what follows the stage belongs to the server. */
export const run: Command = {
  flags: {},
  async run([name, ...args]) {
    if (name === undefined) throw new UsageError(RUN_SERVER.needsStage);
    const { stage } = parseTarget(name);
    const server = `${ROOT}${folderOf(stage)}/server.ts`;
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", server, ...args],
      stdin: "inherit",
      stdout: "inherit",
      stderr: "inherit",
    }).spawn();
    // Ctrl-C reaches the server, too, which is given the time to end.
    Deno.addSignalListener("SIGINT", () => {});
    if (Deno.build.os !== "windows") {
      Deno.addSignalListener("SIGTERM", () => child.kill("SIGTERM"));
    }
    return (await child.status).code;
  },
};
