/**
 * One more process that serves the site. Nobody but `processes.ts` starts this
 * program: it shares its port, and it ends when its stdin does, a pipe from the
 * parent, which the system closes if the parent no longer can.
 *
 * @module
 */

import { parseFlags } from "../solutions/01_tcp/program.ts";
import { serve } from "./serve_http.ts";

async function stdinEnd(): Promise<void> {
  const buffer = new Uint8Array(64);
  while (await Deno.stdin.read(buffer) !== null);
}

if (import.meta.main) {
  // Ctrl-C reaches the parent too, which then ends this one. Ended by itself, it
  // might have gone before, and the parent would take that for an accident.
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => {});
  }
  const { flags } = parseFlags(Deno.args, {
    hostname: "text",
    port: "number",
    root: "text",
  });
  const server = serve({ ...flags, reusePort: true });
  console.log("listening");
  await stdinEnd();
  await server.shutdown();
}
