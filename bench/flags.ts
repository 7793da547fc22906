/**
 * The flags of the measurements.
 *
 * @module
 */

import {
  type FlagKind,
  parseFlags,
  UsageError,
} from "../solutions/01_tcp/program.ts";

/** The values of flags: numbers are whole. */
export type Flags = Record<string, string | number>;

/** The flags, and the other arguments. */
export interface CommandLine<Values> {
  /** The value of each flag. */
  readonly flags: Values;
  /** The other arguments, in order. */
  readonly rest: readonly string[];
}

/**
 * Reads the command line. A mistake is one line on stderr, and exit code 1.
 *
 * @param defaults The flags, each with its value if it is not given.
 * @returns The flags, and the other arguments.
 */
export function readCommandLine<Values extends Flags>(
  defaults: Values,
): CommandLine<Values> {
  const kinds = Object.entries(defaults).map(([name, value]) =>
    [name, typeof value === "number" ? "number" : "text"] as const
  );
  try {
    const { flags, rest } = parseFlags<Record<string, FlagKind>>(
      Deno.args,
      Object.fromEntries(kinds),
    );
    return { flags: { ...defaults, ...flags }, rest };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    Deno.exit(1);
  }
}

/**
 * Reads the flags of a measurement that takes no other argument.
 *
 * @param defaults The flags, each with its value if it is not given.
 * @returns The value of each flag.
 */
export function readFlags<Values extends Flags>(defaults: Values): Values {
  const { flags, rest } = readCommandLine(defaults);
  if (rest.length === 0) return flags;
  console.error(`Unexpected "${rest[0]}"`);
  Deno.exit(1);
}
