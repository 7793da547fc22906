/**
 * @wrong Gives programs all the time they want.
 * @replaces solutions/04_cgi/run_script.ts
 * @rejectedBy task 13 · a program that takes too long is killed, and it is 504
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
  return makeWell({ ...options, timeoutMs: 3_600_000 });
}
