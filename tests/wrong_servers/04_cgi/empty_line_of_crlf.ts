/**
 * @wrong Looks for CR LF CR LF, as HTTP has it, and finds no end of the header.
 * @replaces solutions/04_cgi/script_header.ts
 * @rejectedBy task 10 · the lines of the header end with LF or with CR LF
 * @saying LF: status 502 instead of 200
 *
 * @module
 */

import { ScriptError } from "../../../solutions/04_cgi/script_error.ts";
import {
  readScriptHeader as readWell,
  type ScriptHeader,
  type ScriptOutput,
} from "../../../solutions/04_cgi/script_header.ts";

export async function readScriptHeader(
  output: ScriptOutput,
  maxHeaderBytes: number,
): Promise<ScriptHeader> {
  let text = "";
  const header = await readWell({
    async read() {
      const chunk = await output.read();
      text += new TextDecoder().decode(chunk ?? undefined);
      return chunk;
    },
  }, maxHeaderBytes);
  if (text.includes("\r\n\r\n")) return header;
  throw new ScriptError("Cannot find the end of the header section");
}
