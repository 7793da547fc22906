/**
 * `deno task course solution`: the learner's file and the reference.
 *
 * @module
 */

import { type Command, parseTargetArguments, positionOf } from "../command.ts";
import { compare } from "../diff.ts";
import { folderOf, type Position, readText } from "../layout.ts";
import { formatPosition } from "../position.ts";
import { passedTasks } from "../progress.ts";
import { EXIT } from "../run_main.ts";
import type { Stage } from "../stages.ts";
import { consents, terminalSize } from "../terminal.ts";
import { SOLUTION } from "../texts.ts";

const FLAGS = { yes: "switch" } as const;

/** The command. */
export const solution: Command = { flags: FLAGS, run };

async function run(args: readonly string[]): Promise<number> {
  const { flags, target } = parseTargetArguments(args, FLAGS);
  const position = positionOf(target);
  if (!flags.yes && !await isGreen(position)) {
    if (!Deno.stdin.isTerminal()) {
      console.error(SOLUTION.needsYes(formatPosition(position)));
      return EXIT.failed;
    }
    if (!consents(SOLUTION.question(formatPosition(position)))) return EXIT.ok;
  }
  const lines = renderSolution(position.stage, terminalSize().columns);
  console.log(lines.join("\n"));
  return EXIT.ok;
}

/**
 * The learner's modules and the reference's, one after the other.
 *
 * @param stage The stage.
 * @param columns How many columns the terminal has.
 * @returns The lines.
 */
export function renderSolution(stage: Stage, columns: number): string[] {
  return Object.entries(stage.modules).flatMap(([name, reference]) => {
    const names = [
      `${folderOf(stage)}/${name}`,
      `solutions/${reference}`,
    ] as const;
    const texts = [readText(names[0]) ?? "", readText(names[1]) ?? ""] as const;
    return [...compare({ names, texts }, columns), ""];
  }).slice(0, -1);
}

async function isGreen({ stage, task }: Position): Promise<boolean> {
  return (await passedTasks(stage)).includes(task);
}
