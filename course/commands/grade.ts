/**
 * `deno task course grade`: points for submissions, each graded on a copy.
 *
 * @module
 */

import { parseArguments, UsageError } from "../arguments.ts";
import type { Command } from "../command.ts";
import { FORMATS, progressLine } from "../grade/formats.ts";
import { grade as gradeAll } from "../grade/grade.ts";
import { parseTarget } from "../position.ts";
import { EXIT } from "../run_main.ts";
import { GRADE } from "../texts.ts";

const FLAGS = {
  stage: "texts",
  format: "text",
  output: "text",
  jobs: "number",
  seconds: "number",
  memory: "number",
} as const;

const MIB = 1024 * 1024;

/** The command. */
export const grade: Command = { flags: FLAGS, run };

async function run(args: readonly string[]): Promise<number> {
  const { flags, rest: directories } = parseArguments(args, FLAGS);
  if (directories.length === 0) throw new UsageError(GRADE.needsDirectory);
  const { format = "table", seconds = 300, memory = 1024 } = flags;
  if (!Object.hasOwn(FORMATS, format)) {
    throw new UsageError(GRADE.badFormat(format, Object.keys(FORMATS)));
  }
  if (format === "gradescope" && directories.length > 1) {
    throw new UsageError(GRADE.onlyOne);
  }
  let count = 0;
  const result = await gradeAll(directories, {
    stages: (flags.stage ?? []).map((name) => parseTarget(name).stage),
    limits: { memoryBytes: memory * MIB, timeMs: seconds * 1000 },
    jobs: Math.max(1, flags.jobs ?? navigator.hardwareConcurrency),
    onGraded(submission) {
      console.error(progressLine(submission, ++count, directories.length));
    },
  });
  const text = FORMATS[format](result);
  if (flags.output === undefined) console.log(text.trimEnd());
  else await Deno.writeTextFile(flags.output, text);
  return EXIT.ok;
}
