/**
 * The flags of `deno task mutate`.
 *
 * @module
 */

/** What to do. */
export interface Flags {
  /** Texts in the names of the stages; all stages if there are none. */
  readonly stages: readonly string[];
  /** How many mutants of each stage are tried; all of them by default. */
  readonly sample: number | undefined;
  /** The seed of the sample. */
  readonly seed: number;
  /** A text in the names of the files. */
  readonly file: string;
  /** How many mutants are tried at the same time. */
  readonly jobs: number;
  /** Whether the numbers are written to results/. */
  readonly record: boolean;
  /** Whether every mutant is printed, not only the survivors. */
  readonly verbose: boolean;
}

/** The help text. */
export const USAGE = `deno task mutate [STAGE…] [FLAGS]

  --file TEXT    only files whose name contains the text
  --sample N     only N mutants of each stage, chosen by chance
  --seed N       another choice; 1 by default
  --jobs N       how many mutants at the same time; 2 by default
  --record       write the numbers of a full run to tests/mutate/results/
  --verbose      print every mutant, not only the survivors`;

const NUMBERS = ["--sample", "--seed", "--jobs"];

/**
 * Reads the flags.
 *
 * @param args The arguments.
 * @returns The flags, or what is wrong with them.
 */
export function parseFlags(args: readonly string[]): Flags | string {
  const stages: string[] = [];
  const values = new Map<string, string>();
  const queue = [...args];
  for (let arg = queue.shift(); arg !== undefined; arg = queue.shift()) {
    if (arg === "--record" || arg === "--verbose") values.set(arg, "");
    else if (NUMBERS.includes(arg) || arg === "--file") {
      const value = queue.shift();
      if (value === undefined) return `${arg} needs a value`;
      if (NUMBERS.includes(arg) && !/^[1-9]\d{0,8}$/.test(value)) {
        return `Cannot use ${arg} "${value}": expected a whole number`;
      }
      values.set(arg, value);
    } else if (arg.startsWith("-")) return `Unknown flag "${arg}"`;
    else stages.push(arg);
  }
  const sample = values.get("--sample");
  return {
    stages,
    sample: sample === undefined ? undefined : Number(sample),
    seed: Number(values.get("--seed") ?? 1),
    file: values.get("--file") ?? "",
    jobs: Number(values.get("--jobs") ?? 2),
    record: values.has("--record"),
    verbose: values.has("--verbose"),
  };
}
