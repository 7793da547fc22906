/**
 * @wrong Leaves the body of an answer to HEAD to the engine, which cancels it.
 * @replaces solutions/04_cgi/run_script.ts
 * @rejectedBy task 17 · the program of a HEAD runs to its end
 * @saying the program has not stored anything
 *
 * @module
 */

import {
  type ScriptRunner,
  scriptRunner as makeWell,
} from "../../../solutions/04_cgi/run_script.ts";

export function scriptRunner(
  options: Parameters<typeof makeWell>[0],
): ScriptRunner {
  const runScript = makeWell(options);
  return (script, request) => runScript(script, { ...request, method: "GET" });
}
