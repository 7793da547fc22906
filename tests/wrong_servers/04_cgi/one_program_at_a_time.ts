/**
 * @wrong Runs one program after the other.
 * @replaces solutions/04_cgi/run_script.ts
 * @rejectedBy task 16 · a slow program delays no other request
 * @saying one program waits for another
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
  let last: Promise<unknown> = Promise.resolve();
  return (script, request) => {
    const answer = last.then(() => runScript(script, request));
    last = answer.catch(() => {});
    return answer;
  };
}
