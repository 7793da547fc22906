/**
 * `deno task course next`, `prev` and `go`: change the saved position.
 *
 * @module
 */

import { UsageError } from "../arguments.ts";
import { type Command, parseTargetArguments, positionOf } from "../command.ts";
import { neighbour, type Position } from "../layout.ts";
import { EXIT } from "../run_main.ts";
import { savePosition } from "../state.ts";
import { MOVE } from "../texts.ts";
import { printTask } from "./read.ts";

/** Moves to the next task. */
export const next: Command = { flags: {}, run: (args) => step(args, 1) };

/** Moves to the task before. */
export const prev: Command = { flags: {}, run: (args) => step(args, -1) };

/** Moves to a task. */
export const go: Command = {
  flags: {},
  run(args) {
    const { target } = parseTargetArguments(args, {});
    if (target === undefined) throw new UsageError(MOVE.needsTarget);
    const { stage, task = 1 } = target;
    return move({ stage, task });
  },
};

function step(args: readonly string[], step: 1 | -1): Promise<number> {
  const { target } = parseTargetArguments(args, {});
  const position = neighbour(positionOf(target), step);
  if (position !== undefined) return move(position);
  console.error(step === 1 ? MOVE.atEnd : MOVE.atStart);
  return Promise.resolve(EXIT.failed);
}

function move(position: Position): Promise<number> {
  savePosition(position);
  printTask(position);
  return Promise.resolve(EXIT.ok);
}
