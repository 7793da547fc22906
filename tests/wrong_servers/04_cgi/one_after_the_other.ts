/**
 * @wrong Runs one program after the other.
 * @replaces solutions/04_cgi/run_script.ts
 * @rejectedBy task 7 · a slow program delays nobody
 * @saying the server sent nothing
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
