/**
 * @wrong Takes output without a header section for a text, and sends it with 200.
 * @replaces solutions/04_cgi/script_header.ts
 * @rejectedBy task 14 · output without a valid header is 502
 * @saying no output: status 200 instead of 502
 *
 * @module
 */

import {
  readScriptHeader as readWell,
  type ScriptHeader,
  type ScriptOutput,
} from "../../../solutions/04_cgi/script_header.ts";

export async function readScriptHeader(
  output: ScriptOutput,
  maxHeaderBytes: number,
): Promise<ScriptHeader> {
  try {
    return await readWell(output, maxHeaderBytes);
  } catch {
    const fields: [string, string][] = [["content-type", "text/plain"]];
    return { fields, rest: new Uint8Array() };
  }
}
