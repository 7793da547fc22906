/**
 * @wrong Looks for the end of the header in the newest chunk only.
 * @replaces solutions/04_cgi/script_header.ts
 * @rejectedBy task 16 · the output may arrive in any pieces
 * @saying search in all bytes so far, not only in the newest ones
 *
 * @module
 */

import { concat } from "../../../kit/bytes.ts";
import { decodeLatin1 } from "../../../solutions/02_http/syntax.ts";
import {
  readScriptHeader as readWell,
  type ScriptHeader,
  type ScriptOutput,
} from "../../../solutions/04_cgi/script_header.ts";

export async function readScriptHeader(
  output: ScriptOutput,
  maxHeaderBytes: number,
): Promise<ScriptHeader> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = await output.read();
    if (chunk === null) break;
    chunks.push(chunk);
    if (/\n\r?\n/.test(decodeLatin1(chunk))) break;
  }
  const [first, ...rest] = [concat(chunks), null];
  // Without an end, the output ends here, and that is 502.
  const hasEnd = chunks.length > 0 &&
    /\n\r?\n/.test(decodeLatin1(chunks.at(-1)!));
  const reads = hasEnd ? [first, ...rest] : rest;
  return await readWell({
    read: () => Promise.resolve(reads.shift() ?? null),
  }, maxHeaderBytes);
}
