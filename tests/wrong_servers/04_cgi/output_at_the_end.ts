/**
 * @wrong Waits for the end of the program before it sends the first byte.
 * @replaces solutions/04_cgi/run_script.ts
 * @rejectedBy task 16 · what a program has printed is sent while it still runs
 * @saying the server waits for the end of the program
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
  return async (script, request) => {
    const answer = await runScript(script, request);
    if (!("body" in answer)) return answer;
    return { ...answer, body: await new Response(answer.body).bytes() };
  };
}
