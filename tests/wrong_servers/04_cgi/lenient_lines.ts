/**
 * @wrong Splits the lines of the header at their colons, and looks no further.
 * @replaces solutions/04_cgi/script_header.ts
 * @rejectedBy task 27 · a malformed line is 502
 * @saying a CR within a value: status 500 instead of 502
 *
 * @module
 */

import {
  decodeLatin1,
  encodeLatin1,
} from "../../../solutions/02_http/syntax.ts";
import type {
  ScriptHeader,
  ScriptOutput,
} from "../../../solutions/04_cgi/script_header.ts";

export async function readScriptHeader(
  output: ScriptOutput,
): Promise<ScriptHeader> {
  let text = "";
  while (!text.includes("\n\n")) {
    const chunk = await output.read();
    if (chunk === null) break;
    text += decodeLatin1(chunk);
  }
  const [section] = text.split("\n\n", 1);
  const fields = section.split("\n").map((line): [string, string] => {
    const [name, ...rest] = line.split(":");
    return [name.trim().toLowerCase(), rest.join(":").trim()];
  });
  return { fields, rest: encodeLatin1(text.slice(section.length + 2)) };
}
