/**
 * @wrong Tells the client what is wrong with the program.
 * @replaces solutions/04_cgi/run_script.ts
 * @rejectedBy task 14 · the client does not learn what is wrong
 * @saying the message of the HttpError goes to the client
 *
 * @module
 */

import { HttpError } from "../../../solutions/02_http/types.ts";
import {
  type ScriptRunner,
  scriptRunner as makeWell,
} from "../../../solutions/04_cgi/run_script.ts";
import { ScriptError } from "../../../solutions/04_cgi/script_error.ts";

export function scriptRunner(
  options: Parameters<typeof makeWell>[0],
): ScriptRunner {
  const runScript = makeWell(options);
  return async (script, request) => {
    try {
      return await runScript(script, request);
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      throw new HttpError(502, error.message);
    }
  };
}
