/**
 * @wrong Does not look at the signal: programs go on for clients that have gone.
 * @replaces solutions/04_cgi/run_script.ts
 * @rejectedBy task 34 · a program is killed when its client has gone
 * @saying before the answer: the program still runs
 * @varying which row fails first
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
  const { signal } = new AbortController();
  return (script, request) => runScript(script, { ...request, signal });
}
