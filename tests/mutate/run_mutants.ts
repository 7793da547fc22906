/**
 * Tries the mutants of a stage, several at the same time.
 *
 * A mutant is killed if a test fails or the deadline passes. A failure of a test
 * that was not expected to notice it is tried a second time: on a busy machine a
 * test may fail without a reason. For the same reason the deadline grows if the
 * solution itself has become slower.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";
import { Slot, type Trial } from "./slot.ts";
import { TestOrder } from "./test_order.ts";

/** What became of a mutant. */
export interface Outcome {
  /** The mutant. */
  readonly mutant: Mutant;
  /** "invalid": it could not be loaded, and does not count. */
  readonly fate: "killed" | "late" | "survived" | "invalid";
}

/** How to try the mutants. */
export interface RunOptions {
  /** How many are tried at the same time. */
  readonly jobs: number;
  /** Stops everything. */
  readonly signal: AbortSignal;
  /** Is called after each mutant. */
  onOutcome(outcome: Outcome): void;
}

/** The least time that the tests of a mutant may take, in milliseconds. */
const MIN_DEADLINE_MS = 10_000;

/** How much longer than the solution a mutant may take. */
const PATIENCE = 3;

/** The solution itself may take this long, in milliseconds. */
const GREEN_DEADLINE_MS = 300_000;

/** How often it is tried: a busy machine must not end a run of hours. */
const GREEN_ATTEMPTS = 3;

/**
 * Tries mutants.
 *
 * @param stage The stage.
 * @param tasks The numbers of all its tasks.
 * @param mutants The mutants.
 * @param options How many at once.
 * @returns The outcomes, in the order of the mutants.
 * @throws {Error} If the solution itself fails a test.
 */
export async function runMutants(
  stage: string,
  tasks: readonly number[],
  mutants: readonly Mutant[],
  options: RunOptions,
): Promise<Outcome[]> {
  const failure = new AbortController();
  const signal = AbortSignal.any([options.signal, failure.signal]);
  const slots = await Promise.all(
    Array.from({ length: options.jobs }, () => Slot.create(stage)),
  );
  const outcomes = new Map<Mutant, Outcome>();
  let workers: Promise<void>[] = [];
  try {
    const green = await tryGreen(slots[0], { tasks, signal });
    const limits = { deadlineMs: deadlineAfter(green) };
    const order = new TestOrder(durationsOf(green, tasks));
    const queue = mutants.values();
    workers = slots.map(async (slot) => {
      for (const mutant of queue) {
        const trial = await tryMutant(mutant, slot, order, { limits, signal });
        const fate = FATES[trial.ending];
        signal.throwIfAborted();
        outcomes.set(mutant, { mutant, fate });
        options.onOutcome({ mutant, fate });
      }
    });
    await Promise.all(workers);
  } finally {
    // After an error the others stop as well, before their folders go.
    failure.abort();
    await Promise.allSettled(workers);
    await Promise.all(slots.map((slot) => slot[Symbol.asyncDispose]()));
  }
  return mutants.map((mutant) => outcomes.get(mutant)!);
}

/** Runs the tests on the solution itself: they pass, at the latest next time. */
async function tryGreen(
  slot: Slot,
  options: { tasks: readonly number[]; signal: AbortSignal },
): Promise<Trial> {
  const deadlineMs = GREEN_DEADLINE_MS;
  let output = "";
  for (let attempt = 0; attempt < GREEN_ATTEMPTS; attempt++) {
    const trial = await slot.try(undefined, { ...options, deadlineMs });
    options.signal.throwIfAborted();
    if (trial.ending === "passed") return trial;
    output = trial.output;
  }
  throw new Error(`The solution itself fails\n${output}`);
}

/** How long the tests of each task take, in milliseconds. */
function durationsOf(
  { tests }: Trial,
  tasks: readonly number[],
): Map<number, number> {
  const durations = new Map(tasks.map((task) => [task, 0]));
  for (const { task, ms } of tests) {
    durations.set(task, (durations.get(task) ?? 0) + ms);
  }
  return durations;
}

/** What the end of its tests means for a mutant. */
const FATES: Readonly<Record<Trial["ending"], Outcome["fate"]>> = {
  "passed": "survived",
  "failed": "killed",
  "late": "late",
  "not loaded": "invalid",
};

/** The deadline of a mutant, after a run of the solution at the same time. */
function deadlineAfter(green: Trial): number {
  return Math.max(MIN_DEADLINE_MS, PATIENCE * green.elapsedMs);
}

interface MutantOptions {
  /** The deadline of every mutant; it grows when the machine becomes busier. */
  readonly limits: { deadlineMs: number };
  readonly signal: AbortSignal;
}

/** Tries a mutant; one that is late gets another chance if the solution is slow too. */
async function tryMutant(
  mutant: Mutant,
  slot: Slot,
  order: TestOrder,
  { limits, signal }: MutantOptions,
): Promise<Trial> {
  const tasks = order.all(mutant);
  for (;;) {
    const { deadlineMs } = limits;
    const trial = await tryTwice(mutant, slot, order, { deadlineMs, signal });
    if (trial.ending !== "late" || signal.aborted) return trial;
    const green = await tryGreen(slot, { tasks, signal });
    if (deadlineAfter(green) <= deadlineMs) return trial;
    limits.deadlineMs = Math.max(limits.deadlineMs, deadlineAfter(green));
  }
}

/** Tries a mutant, and an unexpected failure a second time. */
async function tryTwice(
  mutant: Mutant,
  slot: Slot,
  order: TestOrder,
  options: { deadlineMs: number; signal: AbortSignal },
): Promise<Trial> {
  const likely = order.likely(mutant);
  const all = { ...options, tasks: order.all(mutant) };
  let trial = await slot.try(mutant, all);
  const { failedTask } = trial;
  if (failedTask !== undefined && !likely.includes(failedTask)) {
    const again = await slot.try(mutant, { ...options, tasks: [failedTask] });
    if (again.ending === "passed") trial = await slot.try(mutant, all);
  }
  if (trial.failedTask !== undefined) order.learn(mutant, trial.failedTask);
  return trial;
}
