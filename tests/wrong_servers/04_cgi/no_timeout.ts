/**
 * @wrong Gives programs all the time they want.
 * @replaces solutions/04_cgi/run_script.ts
 * @rejectedBy task 32 · a program that takes too long is 504, and is killed
 * @saying there is no timer, it does not take options.timeoutMs
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
