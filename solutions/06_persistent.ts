/**
 * The persistent engine; for now, the fast one of `engine/`.
 *
 * @module
 */

import { runProgram } from "./01_tcp/program.ts";
import { serveInProcesses } from "../engine/processes/serve_in_processes.ts";

export * from "../engine/serve_http.ts";

if (import.meta.main) {
  await runProgram(
    { flags: { root: "text", processes: "number" } },
    serveInProcesses,
  );
}
