/**
 * @wrong Takes any first line that contains the letters "deno" for Deno's.
 * @replaces solutions/04_cgi/script_command.ts
 * @rejectedBy task 22 · every other program is started as it is
 * @saying a part of a word is taken for the name deno
 *
 * @module
 */

import {
  findCommand as findWell,
  type ScriptCommand,
} from "../../../solutions/04_cgi/script_command.ts";

export function findCommand(file: string): ScriptCommand {
  const command = findWell(file);
  const [firstLine] = Deno.readTextFileSync(file).split("\n", 1);
  if (!firstLine.includes("deno")) return command;
  return { ...command, executable: Deno.execPath(), args: ["run", file] };
}
