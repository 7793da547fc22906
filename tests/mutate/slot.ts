/**
 * A place where mutants are tried, one at a time: a copy of solutions/, in which
 * one file is changed, and the tests that run against the copy.
 *
 * @module
 */

import { pause } from "../../kit/mod.ts";
import { testFiles } from "../../course/stages.ts";
import { listFiles, readText, ROOT } from "../deno_command.ts";
import { moduleOf } from "../test_run.ts";
import { type Variants, writeVariants } from "../variants.ts";
import { applyEdit, type Mutant } from "./mutant.ts";
import { runTests, type TestRun } from "./test_process.ts";

/** How a trial has ended. */
export interface Trial extends TestRun {
  /** The tests that have ended, in order. */
  readonly tests: readonly { task: number; ms: number }[];
  /** The task of the test that failed first. */
  readonly failedTask: number | undefined;
}

/** How to run the tests. */
export interface TrialOptions {
  /** The tasks whose tests run, in this order. */
  readonly tasks: readonly number[];
  /** How long they may take, in milliseconds. */
  readonly deadlineMs: number;
  /** Stops them. */
  readonly signal: AbortSignal;
}

/** How often the removal of a folder is tried. */
const ATTEMPTS = 10;

/** A result in the output of `deno test`. */
const RESULT =
  /^\w+ task (\d+) · .+ \.\.\. (ok|FAILED) \((?:(\d+)m)?(?:(\d+)(ms|s))?\)$/gm;

/** A place for mutants of one stage. */
export class Slot implements AsyncDisposable {
  readonly #variants: Variants;
  readonly #files: ReadonlyMap<number, string>;

  private constructor(variants: Variants, stage: string) {
    this.#variants = variants;
    this.#files = testFiles(stage);
  }

  /**
   * Creates a place with the complete solution.
   *
   * @param stage The stage.
   * @returns The place; `await using` removes it.
   */
  static async create(stage: string): Promise<Slot> {
    const names = listFiles("solutions/", ".ts");
    const texts = new Map(names.map((name) => [name, readText(name)]));
    const variants = await writeVariants([{ texts }]);
    // A program that gives up its rights must still find its own files.
    const [directory] = variants.directories;
    for (const path of [`${directory}/..`, directory]) {
      await Deno.chmod(path, 0o755);
    }
    await copyPrograms(directory);
    return new Slot(variants, stage);
  }

  /**
   * Runs tests against a mutant.
   *
   * @param mutant The mutant; `undefined` for the solution itself.
   * @param options Which tests, and for how long.
   * @returns How they have ended.
   */
  async try(
    mutant: Mutant | undefined,
    options: TrialOptions,
  ): Promise<Trial> {
    const [directory] = this.#variants.directories;
    await Deno.mkdir(`${directory}/tmp`, { recursive: true });
    const file = `${directory}/solutions/${mutant?.file}`;
    const text = mutant && await Deno.readTextFile(file);
    try {
      if (mutant) await Deno.writeTextFile(file, applyEdit(text!, mutant));
      return await this.#run(options);
    } finally {
      if (mutant) await Deno.writeTextFile(file, text!);
      await removeTree(`${directory}/tmp`);
    }
  }

  async #run({ tasks, deadlineMs, signal }: TrialOptions): Promise<Trial> {
    const { directories: [directory], importMap } = this.#variants;
    // One module for all of them: Deno loads it much faster than one per task.
    const suite = `${directory}/all_test.ts`;
    const files = tasks.map((task) =>
      new URL(`file://${directory}/${this.#files.get(task)}`)
    );
    await Deno.writeTextFile(suite, moduleOf(files));
    const map = `--import-map=${importMap}`;
    const args = ["-A", "--no-check", "--fail-fast", map, suite];
    const run = await runTests({ args, directory, deadlineMs, signal });
    return { ...run, ...readResults(run.output) };
  }

  /** Removes the copy. */
  async [Symbol.asyncDispose](): Promise<void> {
    await removeTree(`${this.#variants.directories[0]}/tmp`);
    await this.#variants[Symbol.asyncDispose]();
  }
}

/** Copies the CGI programs: through a link, they would import the solutions. */
async function copyPrograms(directory: string): Promise<void> {
  const folder = `${directory}/cgi-bin`;
  await Deno.remove(folder);
  await Deno.mkdir(folder);
  for (const path of listFiles("cgi-bin/", "")) {
    // The copy has the mode of the file.
    await Deno.copyFile(new URL(path, ROOT), `${directory}/${path}`);
  }
}

/** Removes a folder into which a killed program may still write. */
async function removeTree(path: string): Promise<void> {
  for (let attempt = 1;; attempt++) {
    try {
      return await Deno.remove(path, { recursive: true });
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return;
      if (attempt === ATTEMPTS) throw error;
      await pause(10 * attempt);
    }
  }
}

function readResults(output: string): Pick<Trial, "tests" | "failedTask"> {
  const tests = [];
  let failedTask: number | undefined;
  for (
    const [, task, result, minutes, amount, unit] of output.matchAll(RESULT)
  ) {
    const ms = Number(amount ?? 0) * (unit === "s" ? 1000 : 1) +
      Number(minutes ?? 0) * 60_000;
    tests.push({ task: Number(task), ms });
    if (result === "FAILED") failedTask ??= Number(task);
  }
  return { tests, failedTask };
}
