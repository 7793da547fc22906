/**
 * The fast engine under the name of stage 06, also as a program.
 *
 * @module
 */

import { serve } from "../../engine/serve_http.ts";
import { runProgram } from "../../solutions/01_tcp/program.ts";

export * from "../../engine/serve_http.ts";

if (import.meta.main) {
  await runProgram({ flags: { root: "text" } }, serve);
}
