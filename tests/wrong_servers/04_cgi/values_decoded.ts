/**
 * @wrong Decodes the values of fields as UTF-8, which the engine does not encode.
 * @replaces solutions/04_cgi/script_header.ts
 * @rejectedBy task 11 · a value in UTF-8 is sent byte for byte
 * @saying the output is decoded as UTF-8
 *
 * @module
 */

import { encodeLatin1 } from "../../../solutions/02_http/syntax.ts";
import {
  readScriptHeader as readWell,
  type ScriptHeader,
} from "../../../solutions/04_cgi/script_header.ts";

export async function readScriptHeader(
  ...[output, maxHeaderBytes]: Parameters<typeof readWell>
): Promise<ScriptHeader> {
  const { fields, rest } = await readWell(output, maxHeaderBytes);
  const decoder = new TextDecoder();
  const decoded = fields.map(([name, value]): [string, string] => [
    name,
    decoder.decode(encodeLatin1(value)),
  ]);
  return { fields: decoded, rest };
}
