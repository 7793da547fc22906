/**
 * How every command of the course ends.
 *
 * @module
 */

import { UsageError } from "./arguments.ts";

/** The exit codes of every command; they do not change. */
export const EXIT = {
  /** The tests pass, the answer is complete, the command did its work. */
  ok: 0,
  /** A test fails, the answer is not complete, something is missing. */
  failed: 1,
  /** The command line is wrong; nothing was done. */
  usage: 2,
  /** Ctrl-C, or a signal that ends programs. */
  interrupted: 130,
} as const;

/**
 * Runs a command and ends the program with its exit code. A mistake
 * on the command line is one line on stderr; any other error is a defect of the
 * program and keeps its stack.
 *
 * @param main The command; it returns the exit code.
 */
export async function runMain(main: () => Promise<number>): Promise<void> {
  try {
    Deno.exit(await main());
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    Deno.exit(EXIT.usage);
  }
}
