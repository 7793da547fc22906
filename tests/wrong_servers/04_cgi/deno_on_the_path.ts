/**
 * @wrong Leaves it to the first line, and so to the PATH, which Deno runs.
 * @replaces solutions/04_cgi/script_command.ts
 * @rejectedBy task 22 · a first line that names deno means the Deno of the server
 * @saying another deno, first on the PATH
 *
 * @module
 */

import {
  findCommand as findWell,
  type ScriptCommand,
} from "../../../solutions/04_cgi/script_command.ts";

export function findCommand(file: string): ScriptCommand {
  const { env } = findWell(file);
  return { executable: file, args: [], env };
}
