/**
 * Mutation tests: how many small mistakes in a solution do the tests of its
 * stage notice?
 *
 * ```sh
 * deno task mutate 01_tcp
 * deno task mutate 02_http --file framing.ts --jobs 2
 * deno task mutate --sample 40 --seed 1
 * ```
 *
 * It changes one place of the solution at a time (`operators.ts`), runs the tests
 * of the stage against a copy with this change, and lists the changes that no
 * test notices. `stage_mutants.ts` says which code belongs to a stage. The score is the number of killed mutants divided
 * by the number of all mutants that load. A mutant that no test can kill is
 * listed with the reason in `survivors/STAGE.txt`. A stage reaches its goal if
 * every survivor is explained and at least 95 % of the mutants that are not
 * explained are killed; otherwise the exit code is 1.
 *
 * @module
 */

import { type Stage, STAGES, testFiles } from "../../course/stages.ts";
import { ROOT } from "../deno_command.ts";
import type { Mutant } from "./mutant.ts";
import { type Flags, parseFlags, USAGE } from "./flags.ts";
import { formatScore, reachesGoal, type Score, summarize } from "./report.ts";
import { runMutants } from "./run_mutants.ts";
import { sample } from "./sample.ts";
import { mutantsOfStage } from "./stage_mutants.ts";
import { formatSurvivors, readExplanations } from "./survivors.ts";

/** After how many mutants a line tells how far the run is. */
const PROGRESS = 50;

/** The mutants of a stage that the flags ask for. */
function chooseMutants(stage: Stage, flags: Flags): Mutant[] {
  const mutants = mutantsOfStage(stage)
    .filter(({ file }) => file.includes(flags.file));
  return flags.sample === undefined
    ? mutants
    : sample(mutants, flags.sample, flags.seed);
}

/** Tries the mutants of a stage and reports; returns its numbers. */
async function mutate(
  stage: Stage,
  flags: Flags,
  signal: AbortSignal,
): Promise<Score> {
  const mutants = chooseMutants(stage, flags);
  const tasks = [...testFiles(stage.id).keys()];
  const isComplete = flags.sample === undefined && flags.file === "";
  let done = 0;
  console.log(`${stage.id}: ${mutants.length} mutants`);
  const outcomes = await runMutants(stage.id, tasks, mutants, {
    jobs: flags.jobs,
    signal,
    onOutcome({ fate, mutant: { file, line, change } }) {
      done++;
      const where = `solutions/${file}:${line}`;
      if (fate === "survived") console.log(`  survived  ${where}  ${change}`);
      if (flags.verbose && fate !== "survived") {
        console.log(`  ${fate.padEnd(8)}  ${where}  ${change}`);
      }
      if (done % PROGRESS === 0) console.log(`  ${done} done`);
    },
  });
  const explanations = readExplanations(stage.id);
  const { score, survivors, stale } = summarize(outcomes, explanations);
  if (survivors.length > 0) {
    console.log(`\nNot explained:\n\n${formatSurvivors(survivors)}`);
  }
  for (const { title } of isComplete ? stale : []) {
    console.log(`  stale: no survivor is ${title}`);
  }
  console.log(formatScore(stage.id, score));
  if (flags.record && isComplete) await record(stage.id, score);
  return score;
}

async function record(stage: string, score: Score): Promise<void> {
  const result = {
    stage,
    date: new Date().toISOString().slice(0, 10),
    commit: await git("rev-parse", "HEAD"),
    ...score,
  };
  const url = new URL(`results/${stage}.json`, import.meta.url);
  await Deno.writeTextFile(url, JSON.stringify(result, null, 2) + "\n");
}

/** Runs git in the repository, and returns what it prints. */
async function git(...args: string[]): Promise<string> {
  const { stdout } = await new Deno.Command("git", { args, cwd: ROOT })
    .output();
  return new TextDecoder().decode(stdout).trim();
}

async function main(flags: Flags): Promise<void> {
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(name, interrupt);
  }
  const before = await git("status", "--porcelain");
  const stages = STAGES.filter(({ id }) =>
    flags.stages.length === 0 || flags.stages.some((text) => id.includes(text))
  );
  let isGood = stages.length > 0;
  if (!isGood) console.error(`No stage is called ${flags.stages.join(", ")}`);
  try {
    for (const stage of stages) {
      const score = await mutate(stage, flags, stop.signal);
      isGood &&= reachesGoal(score);
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    console.error("Interrupted");
    isGood = false;
  }
  // A mutant may write where it should not: --record itself writes, too.
  if (!flags.record && await git("status", "--porcelain") !== before) {
    console.error("Files of the repository have changed during the run");
    isGood = false;
  }
  Deno.exit(isGood ? 0 : 1);
}

if (Deno.args.includes("--help")) {
  console.log(USAGE);
  Deno.exit();
}
const flags = parseFlags(Deno.args);
if (typeof flags === "string") {
  console.error(`${flags}\n\n${USAGE}`);
  Deno.exit(1);
}
await main(flags);
