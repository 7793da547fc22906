/**
 * @wrong Closes the stream at the timeout, as if the answer were complete.
 * @replaces solutions/04_cgi/run_script.ts
 * @rejectedBy task 32 · the stream of an answer without a length fails
 * @saying the stream is closed at the timeout as if the program had ended
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
    if (!("body" in answer) || !(answer.body instanceof ReadableStream)) {
      return answer;
    }
    return { ...answer, body: ReadableStream.from(untilError(answer.body)) };
  };
}

async function* untilError(body: ReadableStream<Uint8Array<ArrayBuffer>>) {
  try {
    yield* body;
  } catch {
    // The rest is missing, and the client is not told.
  }
}
