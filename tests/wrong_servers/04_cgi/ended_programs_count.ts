/**
 * @wrong Counts programs when they start, and only those out that answer.
 * @replaces solutions/04_cgi/run_script.ts
 * @rejectedBy task 36 · a program that has ended does not count
 * @saying still counted after its end
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
  const { maxScripts = 64 } = options;
  const runScript = makeWell({ ...options, maxScripts: Infinity });
  let running = 0;
  return async (script, request) => {
    if (running === maxScripts) return { status: 503 };
    running++;
    const answer = await runScript(script, request);
    running--;
    return answer;
  };
}
