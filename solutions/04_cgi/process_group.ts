/**
 * A process group for each program, so that a program can be killed together with
 * everything that it has started.
 *
 * With `detached: true`, Deno first copies itself with all its memory, and the
 * copy becomes the program: that takes 2 ms, and 16 ms if the server has 300 MiB.
 * Without it, the system creates the process without a copy. Linux has a program
 * `setsid`, which makes the group and then becomes the other program: 0.8 ms
 * altogether.
 *
 * @module
 */

import type { ScriptCommand } from "./script_command.ts";

/** What {@linkcode Deno.Command} needs to know. */
export interface GroupCommand {
  /** The file to execute. */
  readonly executable: string;
  /** Its arguments. */
  readonly args: string[];
  /** Whether Deno has to make the group. */
  readonly detached: boolean;
}

/** Whether this system has process groups. */
export const hasProcessGroups = Deno.build.os !== "windows";

/** Where Linux has it. Elsewhere, such as on the PATH, it may be anything. */
const SETSID_PATHS = ["/usr/bin/setsid", "/bin/setsid"];

let setsid: string | undefined | null = null;

/**
 * Puts a program into a process group of its own.
 *
 * @param command The program.
 * @returns How to start it.
 */
export function inProcessGroup(
  { executable, args }: ScriptCommand,
): GroupCommand {
  if (setsid === null) setsid = findSetsid();
  if (setsid === undefined) {
    return { executable, args, detached: hasProcessGroups };
  }
  return { executable: setsid, args: [executable, ...args], detached: false };
}

function findSetsid(): string | undefined {
  if (Deno.build.os !== "linux") return undefined;
  return SETSID_PATHS.find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
}
