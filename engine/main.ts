/**
 * The engine as a program: it serves a directory of files, and a directory of
 * CGI programs below `/cgi-bin/`, in one or several processes.
 *
 * ```sh
 * deno run -A engine/main.ts --root ./public --cgi-bin ./programs --processes 4
 * ```
 *
 * It prints its URL, and then one line for each request. Ctrl-C ends it after
 * the requests in progress.
 *
 * @module
 */

import { runProgram } from "../solutions/01_tcp/program.ts";
import { serveInProcesses } from "./processes/serve_in_processes.ts";
import { SITE_FLAGS } from "./processes/site.ts";

if (import.meta.main) {
  await runProgram(
    { flags: { ...SITE_FLAGS, processes: "number" } },
    serveInProcesses,
  );
}
