/**
 * The commands of `deno task course`: their type, and their arguments.
 *
 * @module
 */

import { type FlagKinds, parseArguments, UsageError } from "./arguments.ts";
import type { Position } from "./layout.ts";
import { parseTarget, type Target } from "./position.ts";
import { STAGES } from "./stages.ts";
import { savedPosition } from "./state.ts";
import { USAGE } from "./texts.ts";

/** One command. */
export interface Command {
  /** Its flags, apart from `--help`. */
  readonly flags: FlagKinds;
  /**
   * Runs it.
   *
   * @param args The arguments after its name.
   * @returns The exit code.
   */
  run(args: readonly string[]): Promise<number>;
}

/** The arguments of a command that takes one position at most. */
export interface TargetArguments<Kinds extends FlagKinds> {
  /** The flags that were given. */
  readonly flags: ReturnType<typeof parseArguments<Kinds>>["flags"];
  /** The stage, and the task if one was named. */
  readonly target: Target | undefined;
}

/**
 * Parses the arguments of a command that takes one position at most.
 *
 * @param args The arguments.
 * @param kinds The flags that it takes.
 * @returns The flags and the position.
 * @throws {UsageError} If there is more, or no such position.
 */
export function parseTargetArguments<const Kinds extends FlagKinds>(
  args: readonly string[],
  kinds: Kinds,
): TargetArguments<Kinds> {
  const { flags, rest } = parseArguments(args, kinds);
  if (rest.length > 1) throw new UsageError(USAGE.unexpected(rest[1]));
  const target = rest.length === 1 ? parseTarget(rest[0]) : undefined;
  return { flags, target };
}

/**
 * The task that a command is about: the one that was named, else the saved one.
 *
 * @param target What was named.
 * @returns The task; the first one of a stage that was named without a task.
 */
export function positionOf(target: Target | undefined): Position {
  const saved = savedPosition() ?? { stage: STAGES[0], task: 1 };
  if (target === undefined) return saved;
  const { stage, task } = target;
  if (task !== undefined) return { stage, task };
  return saved.stage === stage ? saved : { stage, task: 1 };
}
