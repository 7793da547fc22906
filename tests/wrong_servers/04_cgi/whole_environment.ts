/**
 * @wrong Lets programs inherit the server's environment.
 * @replaces solutions/04_cgi/script_command.ts
 * @rejectedBy task 23 · a program does not inherit the server's environment
 * @saying DATABASE_PASSWORD is "swordfish"
 *
 * @module
 */

import {
  findCommand as findWell,
  type ScriptCommand,
} from "../../../solutions/04_cgi/script_command.ts";

export function findCommand(file: string): ScriptCommand {
  const command = findWell(file);
  return { ...command, env: { ...Deno.env.toObject(), ...command.env } };
}
