/**
 * Chooses the order of the tests for a mutant, so that most mutants fail the
 * first test: first the tests that killed other mutants of the same function,
 * then of the same file, then all others, the fastest first.
 *
 * @module
 */

import type { Mutant } from "./mutant.ts";

/** The order of the tests, which learns from every mutant. */
export class TestOrder {
  readonly #tasks: readonly number[];
  /** The tasks that have killed a mutant, the last one first, by place. */
  readonly #killers = new Map<string, number[]>();

  /**
   * Begins without experience.
   *
   * @param durations How long the tests of each task take, in milliseconds.
   */
  constructor(durations: ReadonlyMap<number, number>) {
    this.#tasks = [...durations].sort((a, b) => a[1] - b[1] || a[0] - b[0])
      .map(([task]) => task);
  }

  /**
   * The tests that are likely to kill a mutant.
   *
   * @param mutant The mutant.
   * @returns Their tasks, the likeliest first.
   */
  likely(mutant: Mutant): number[] {
    const places = placesOf(mutant);
    return [...new Set(places.flatMap((one) => this.#killers.get(one) ?? []))];
  }

  /**
   * The order for a mutant.
   *
   * @param mutant The mutant.
   * @returns All tasks.
   */
  all(mutant: Mutant): number[] {
    return [...new Set([...this.likely(mutant), ...this.#tasks])];
  }

  /**
   * Remembers which test has killed a mutant.
   *
   * @param mutant The mutant.
   * @param task The task of the test.
   */
  learn(mutant: Mutant, task: number): void {
    for (const place of placesOf(mutant)) {
      const others = this.#killers.get(place) ?? [];
      const rest = others.filter((other) => other !== task);
      this.#killers.set(place, [task, ...rest]);
    }
  }
}

/** The function, then the file. */
function placesOf({ file, scope }: Mutant): [string, string] {
  return [`${file} ${scope}`, file];
}
