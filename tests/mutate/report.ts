/**
 * What `deno task mutate` prints and records about a stage.
 *
 * @module
 */

import { identify, type Mutant } from "./mutant.ts";
import type { Outcome } from "./run_mutants.ts";
import type { Explanation } from "./survivors.ts";

/** The numbers of a stage; `results/STAGE.json` has them. */
export interface Score {
  /** The mutants that could be loaded. */
  readonly mutants: number;
  /** Those that failed a test or passed the deadline. */
  readonly killed: number;
  /** Those of the killed that passed the deadline. */
  readonly late: number;
  /** The survivors with a reason in `survivors/STAGE.txt`. */
  readonly explained: number;
  /** All other survivors. */
  readonly unexplained: number;
}

/** A summary of the outcomes of a stage. */
export interface Summary {
  /** The numbers. */
  readonly score: Score;
  /** The survivors that are not explained. */
  readonly survivors: readonly Mutant[];
  /** Explanations that fit no survivor. */
  readonly stale: readonly Explanation[];
}

/** The least share of the mutants that the tests must kill. */
const GOAL = 0.95;

/**
 * Sums up the outcomes of a stage.
 *
 * @param outcomes The outcomes.
 * @param explanations The explained survivors of the stage.
 * @returns The summary.
 */
export function summarize(
  outcomes: readonly Outcome[],
  explanations: readonly Explanation[],
): Summary {
  const count = (fate: Outcome["fate"]) =>
    outcomes.filter((outcome) => outcome.fate === fate).length;
  const survived = outcomes.filter(({ fate }) => fate === "survived")
    .map(({ mutant }) => mutant);
  const known = new Set(explanations.map(({ id }) => id));
  const found = new Set(survived.map(identify));
  const survivors = survived.filter((mutant) => !known.has(identify(mutant)));
  return {
    score: {
      mutants: outcomes.length - count("invalid"),
      killed: count("killed") + count("late"),
      late: count("late"),
      explained: survived.length - survivors.length,
      unexplained: survivors.length,
    },
    survivors,
    stale: explanations.filter(({ id }) => !found.has(id)),
  };
}

/**
 * Whether a stage reaches its goal: every survivor is explained, and at least
 * 95 % of the other mutants are killed.
 *
 * @param score The numbers of the stage.
 * @returns Whether it does.
 */
export function reachesGoal(score: Score): boolean {
  const { mutants, killed, explained, unexplained } = score;
  return unexplained === 0 && killed >= GOAL * (mutants - explained);
}

/**
 * Formats the numbers of a stage.
 *
 * @param stage The stage.
 * @param score Its numbers.
 * @returns One line.
 */
export function formatScore(stage: string, score: Score): string {
  const { mutants, killed, late, explained, unexplained } = score;
  const share = (part: number) =>
    `${(100 * part / Math.max(mutants, 1)).toFixed(1)} %`;
  return `${stage}: ${mutants} mutants, ${killed} killed (${share(killed)}, ` +
    `${late} of them at the deadline), ${explained} explained ` +
    `(killed or explained: ${share(killed + explained)}), ` +
    `${unexplained} unexplained`;
}
