/**
 * The survivors that no test can kill, each with the reason, in
 * `survivors/STAGE.txt`:
 *
 * ```text
 * === 01_tcp.ts, acceptConnections
 * line: log(`Cannot accept a connection: ${error}`);
 * change: log(`Cannot accept a connection: ${error}`); → ;
 * because: accept() fails only if the process is out of file descriptors.
 *   No test can bring that about without failing itself.
 * ```
 *
 * `===` names the file and the function, `line` the text of the line. Several
 * changes of the same line may share one reason. Line numbers do not matter.
 *
 * @module
 */

import { exists, readText } from "../deno_command.ts";
import { identify, type Mutant } from "./mutant.ts";

/** A survivor, and why no test can kill it. */
export interface Explanation {
  /** What identifies the mutant, as `identify` names it. */
  readonly id: string;
  /** The mutant, for people. */
  readonly title: string;
  /** Why no test can kill it. */
  readonly reason: string;
}

/**
 * Reads the explained survivors of a stage.
 *
 * @param stage The stage.
 * @returns The explanations; an empty list if the file is missing.
 */
export function readExplanations(stage: string): Explanation[] {
  const path = `tests/mutate/survivors/${stage}.txt`;
  return exists(path) ? parseExplanations(readText(path), path) : [];
}

/**
 * Parses explanations.
 *
 * @param text The text of the file.
 * @param path Its name, for errors.
 * @returns The explanations.
 * @throws {Error} If an entry lacks a part.
 */
export function parseExplanations(text: string, path: string): Explanation[] {
  return text.split(/^=== /m).slice(1).flatMap((entry) => {
    const [heading] = entry.split("\n", 1);
    const [, file, scope] = /^(\S+), (.+)$/.exec(heading) ?? [];
    const [, lineText] = /^line: (.+)$/m.exec(entry) ?? [];
    const changes = [...entry.matchAll(/^change: (.+)$/gm)];
    const [, because = ""] = /^because: (.+(?:\n {2}.+)*)/m.exec(entry) ?? [];
    const reason = because.replace(/\s+/g, " ");
    if (!file || !lineText || changes.length === 0 || !reason) {
      throw new Error(
        `${path}: "${heading}" needs a file, a function, line, change, because`,
      );
    }
    return changes.map(([, change]) => ({
      id: identify({ file, scope, lineText, change }),
      title: `${file}, ${scope}: ${change}`,
      reason,
    }));
  });
}

/**
 * Formats survivors as entries without a reason, to be completed by hand.
 *
 * @param mutants The survivors.
 * @returns The entries.
 */
export function formatSurvivors(mutants: readonly Mutant[]): string {
  return mutants.map(({ file, scope, line, lineText, change }) =>
    `=== ${file}, ${scope}\n` +
    `at: solutions/${file}:${line}\n` +
    `line: ${lineText}\nchange: ${change}\n`
  ).join("\n");
}
