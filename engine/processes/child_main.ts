/**
 * The program of a child process, which only `child.ts` starts. It serves on the
 * port of its parent, and ends when its stdin does. That is a pipe from the
 * parent; if the parent dies, the system closes it.
 *
 * @module
 */

import { parseFlags } from "../../solutions/01_tcp/program.ts";
import { serveSite, SITE_FLAGS } from "./site.ts";

async function untilStdinEnds(): Promise<void> {
  const buffer = new Uint8Array(64);
  while (await Deno.stdin.read(buffer) !== null);
}

if (import.meta.main) {
  // Ctrl-C also reaches the parent, which then ends this process. If this process
  // ended on its own, the parent might report that as a crash.
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => {});
  }
  const { flags } = parseFlags(Deno.args, {
    hostname: "text",
    port: "number",
    ...SITE_FLAGS,
  });
  const server = serveSite({ ...flags, reusePort: true });
  console.log("listening");
  await untilStdinEnds();
  await server.shutdown();
}
