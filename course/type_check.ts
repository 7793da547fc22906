/**
 * Type errors, found by `deno check`. They are shown next to the verdict of the
 * tests and never change it.
 *
 * @module
 */

import { runDeno } from "./deno_process.ts";
import { ROOT, ROOT_URL } from "./layout.ts";
import { plain } from "./style.ts";

/** One type error. */
export interface TypeProblem {
  /** The message: "TS2322: Type 'string' is not …". */
  readonly message: string;
  /** The file, relative to the root. */
  readonly file: string;
  /** The line, from 1. */
  readonly line: number;
  /** The column, from 1. */
  readonly column: number;
}

const PLACE = /\n +at file:\/\/(\S+):(\d+):(\d+)$/m;

/**
 * Checks the types of modules.
 *
 * @param files The modules, relative to the root.
 * @param signal Ends the check.
 * @returns The errors; none if a syntax error keeps Deno from checking.
 */
export async function checkTypes(
  files: readonly string[],
  signal?: AbortSignal,
): Promise<TypeProblem[]> {
  const args = ["check", "--quiet", ...files];
  const { output } = await runDeno(args, { cwd: ROOT, signal });
  return parseProblems(plain(output));
}

function parseProblems(output: string): TypeProblem[] {
  return output.split(/(?=^TS\d+ \[ERROR\]: )/m).flatMap((part) => {
    const place = PLACE.exec(part);
    const message = /^(TS\d+) \[ERROR\]: ([^\n]*)/.exec(part);
    if (place === null || message === null) return [];
    return {
      message: `${message[1]}: ${message[2]}`,
      file: `file://${place[1]}`.replace(ROOT_URL, ""),
      line: Number(place[2]),
      column: Number(place[3]),
    };
  });
}
