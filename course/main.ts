/**
 * `deno task course`: the learner's loop. Everything also works with plain
 * `deno test`; this is the comfortable way.
 *
 * @module
 */

import { suggest, UsageError } from "./arguments.ts";
import type { Command } from "./command.ts";
import { check } from "./commands/check.ts";
import { doctor } from "./commands/doctor.ts";
import { grade } from "./commands/grade.ts";
import { list } from "./commands/list.ts";
import { go, next, prev } from "./commands/move.ts";
import { hint, task } from "./commands/read.ts";
import { reset } from "./commands/reset.ts";
import { run } from "./commands/run.ts";
import { solution } from "./commands/solution.ts";
import { watch } from "./commands/watch.ts";
import { handleSignals } from "./interrupt.ts";
import { COURSE_HELP, HELP } from "./help.ts";
import { EXIT, runMain } from "./run_main.ts";
import { setColors } from "./style.ts";
import { USAGE } from "./texts.ts";

const COMMANDS: Readonly<Record<string, Command>> = {
  watch,
  list,
  check,
  task,
  hint,
  next,
  prev,
  go,
  run,
  solution,
  reset,
  doctor,
  grade,
};

/**
 * Runs a command.
 *
 * @param args The arguments of `deno task course`.
 * @returns The exit code.
 * @throws {UsageError} If the arguments are wrong.
 */
export async function course(args: readonly string[]): Promise<number> {
  const { name, rest } = splitCommand(args);
  // After the stage, the flags belong to the learner's server.
  const flags = name === "run" ? rest.slice(0, 1) : rest;
  if (flags.includes("--help")) {
    console.log(HELP[name].trim());
    return EXIT.ok;
  }
  // The learner's server handles Ctrl-C itself.
  if (name !== "run") handleSignals();
  return await COMMANDS[name].run(rest);
}

/** Without a command, or with a position in its place, it is `watch`. */
function splitCommand(args: readonly string[]): {
  name: string;
  rest: readonly string[];
} {
  const [first, ...rest] = args;
  if (first !== undefined && Object.hasOwn(COMMANDS, first)) {
    return { name: first, rest };
  }
  const isCommand = first !== undefined && /^[a-z]/i.test(first);
  if (!isCommand) return { name: "watch", rest: args };
  const near = suggest(first, Object.keys(COMMANDS));
  throw new UsageError(USAGE.unknownCommand(first, near));
}

if (import.meta.main) {
  setColors(Deno.stdout.isTerminal());
  const [first] = Deno.args;
  if (first === "--help" || first === "-h" || first === "help") {
    console.log(COURSE_HELP);
  } else await runMain(() => course(Deno.args));
}
