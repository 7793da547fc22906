/**
 * `deno task course doctor`: what this machine lacks, what that disables, and
 * how to get it.
 *
 * @module
 */

import { parseArguments, UsageError } from "../arguments.ts";
import type { Command } from "../command.ts";
import { type Condition, conditions } from "../conditions.ts";
import { EXIT } from "../run_main.ts";
import { dim, green, red, yellow } from "../style.ts";
import { USAGE } from "../texts.ts";
import { DOCTOR } from "../texts_doctor.ts";

const FLAGS = { json: "switch" } as const;

/** The command. */
export const doctor: Command = { flags: FLAGS, run };

async function run(args: readonly string[]): Promise<number> {
  const { flags, rest } = parseArguments(args, FLAGS);
  if (rest.length > 0) throw new UsageError(USAGE.unexpected(rest[0]));
  const found = await conditions();
  const works = found.every(({ isMet, isNeeded }) => isMet || !isNeeded);
  if (flags.json) console.log(JSON.stringify({ works, conditions: found }));
  else console.log([...found.flatMap(render), "", summary(works)].join("\n"));
  return works ? EXIT.ok : EXIT.failed;
}

function render(condition: Condition): string[] {
  const { name, isMet, isNeeded, disables, remedy } = condition;
  if (isMet) return [`${green(DOCTOR.ok)}  ${name}`];
  const paint = isNeeded ? red : yellow;
  const indent = " ".repeat(DOCTOR.missing.length + 2);
  return [
    `${paint(DOCTOR.missing)}  ${name}: ${disables}`,
    dim(`${indent}${remedy}`),
  ];
}

function summary(works: boolean): string {
  return works ? green(DOCTOR.fine) : red(DOCTOR.needed);
}
