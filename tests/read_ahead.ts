/**
 * Work for tests, done ahead of them. Deno runs the tests of a file one after
 * another. Where each of them waits for a process of its own, several processes
 * may as well run at once, and every test still reports its own result.
 *
 * @module
 */

/** Options of {@linkcode ReadAhead}. */
export interface ReadAheadOptions {
  /** How many jobs run at the same time; 6 by default. */
  readonly atOnce?: number;
  /** How many jobs after the last one asked for may start; 30 by default. */
  readonly ahead?: number;
}

/**
 * Runs jobs in their order, several at once, a limited number of them ahead of
 * the one that was asked for last.
 *
 * The first job that is asked for runs alone until it, or the next, is asked for.
 * A job out of order does, too: with `deno test --filter` most results are never
 * needed.
 */
export class ReadAhead<Result> {
  readonly #jobs: readonly (() => Promise<Result>)[];
  readonly #results = new Map<number, Promise<Result>>();
  readonly #atOnce: number;
  readonly #ahead: number;
  #running = 0;
  #next = 0;
  #end = 0;
  #last = NaN;

  /**
   * Jobs, none of which has started.
   *
   * @param jobs What can be asked for, by its index.
   * @param options How many jobs run at once, and how far ahead.
   */
  constructor(
    jobs: readonly (() => Promise<Result>)[],
    { atOnce = 6, ahead = 30 }: ReadAheadOptions = {},
  ) {
    this.#jobs = jobs;
    this.#atOnce = atOnce;
    this.#ahead = ahead;
  }

  /**
   * Asks for a result.
   *
   * @param index The index of the job.
   * @returns What the job returns.
   */
  get(index: number): Promise<Result> {
    const isNext = index === this.#last || index === this.#last + 1;
    this.#last = index;
    const result = this.#results.get(index) ?? this.#start(index);
    this.#next = Math.max(this.#next, index + 1);
    this.#end = isNext ? index + 1 + this.#ahead : 0;
    this.#startNext();
    return result;
  }

  /** Starts no more jobs, and waits for those that run. */
  async close(): Promise<void> {
    this.#end = 0;
    await Promise.allSettled(this.#results.values());
  }

  #start(index: number): Promise<Result> {
    this.#running++;
    const result = this.#jobs[index]().finally(() => {
      this.#running--;
      this.#startNext();
    });
    // The test that asks for it fails, if any test does.
    result.catch(() => {});
    this.#results.set(index, result);
    return result;
  }

  #startNext(): void {
    const end = Math.min(this.#end, this.#jobs.length);
    while (this.#running < this.#atOnce && this.#next < end) {
      this.#start(this.#next++);
    }
  }
}
