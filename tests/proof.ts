/**
 * Writes `docs/proof.md`: how well the tests of the course are tested. Every
 * figure is counted in the repository, or read from the file that the measuring
 * command has written. A figure without such a file is "not yet measured".
 *
 * ```sh
 * deno run -A tests/proof.ts
 * ```
 *
 * @module
 */

import { STAGES } from "../course/stages.ts";
import { exists, readText, ROOT } from "./deno_command.ts";
import type { Repetition } from "./repeat.ts";
import { readEdits } from "./states.ts";
import { listSuiteTests } from "./suite_tests.ts";
import { listWrongServers } from "./wrong_servers.ts";

/** Reads a file of the repository; `undefined` if it is missing. */
export type ReadFile = (path: string) => string | undefined;

/** The place of a figure without a measurement. */
const UNKNOWN = "not yet measured";

/** `tests/mutate/results/STAGE.json`. */
interface Mutation {
  readonly date: string;
  readonly commit: string;
  /** The mutants that could be loaded, and what became of them. */
  readonly mutants: number;
  readonly killed: number;
  readonly late: number;
  readonly explained: number;
  readonly unexplained: number;
}

type Row = readonly (string | number)[];

/**
 * Makes the page.
 *
 * @param read Reads the files with the measurements.
 * @returns Its text, as `deno fmt` formats it.
 */
export function makeProof(read: ReadFile = readIfThere): string {
  return [
    INTRODUCTION,
    section("What there is", COUNTS, countAll()),
    section("Changes to the solutions", MUTANTS, mutations(read)),
    section("Messages that lead to the mistake", MESSAGES, verdicts(read)),
    section("The same result every time", REPEATS, repetitions(read)),
  ].join("\n\n") + "\n";
}

const INTRODUCTION = `# The proof

A course that teaches with failing tests is as good as these tests. This page
says how they are tested themselves. \`deno run -A tests/proof.ts\` writes it;
[CONTRIBUTING.md](../CONTRIBUTING.md#the-proof) says where each figure comes
from.`;

const COUNTS = `A _wrong server_ has one plausible mistake, and the suite must \
reject it with a message that names the mistake or its symptom. A _state_ is the \
code after one task: it passes the tests up to this task, and fails those of the \
next.`;

const MUTANTS = `A _mutant_ is a solution with one mechanical change: a \
comparison the other way round, a statement left out, an \`await\` removed. A test \
should fail, or the deadline pass; then the mutant is killed. _Explained_ are \
those that no test can notice, each with its reason. The share is that of the \
killed among those that are not explained.`;

const MESSAGES =
  `A reader who knew only the failure message and the wrong code \
followed the message. \`led\`: to the mistake; \`vague\`: nowhere; \`misled\`: \
elsewhere.`;

const REPEATS =
  `Every suite against its solution, again and again, while other \
work keeps the processors busy.`;

/** A part of the page. */
function section(title: string, text: string, table: string): string {
  return `## ${title}\n\n${wrap(text)}\n\n${table}`;
}

/** Counts the contents of the repository, by stage. */
function countAll(): string {
  const tests = listSuiteTests();
  const wrong = listWrongServers();
  const rows = STAGES.map(({ id, tasks }) => [
    id,
    tasks.length,
    tests.filter(({ stage }) => stage === id).length,
    wrong.filter(({ stage }) => stage === id).length,
    readEdits(id).size,
  ]);
  const sums = [1, 2, 3, 4].map((column) =>
    rows.reduce((sum, row) => sum + Number(row[column]), 0)
  );
  const head = ["stage", "tasks", "tests", "wrong servers", "states"];
  return table(head, [...rows, ["all", ...sums]]);
}

/** Lists the fate of the mutants, by stage. */
function mutations(read: ReadFile): string {
  const rows = STAGES.map(({ id }): Row => {
    const text = read(`tests/mutate/results/${id}.json`);
    if (text === undefined) return [id, UNKNOWN, "", "", "", "", ""];
    const result: Mutation = JSON.parse(text);
    const { mutants, killed, explained, unexplained } = result;
    const share = 100 * killed / (mutants - explained);
    // Rounded down: 94.96 % is not yet 95 %.
    const shown = `${(Math.floor(share * 10) / 10).toFixed(1)} %`;
    const when = `${result.date}, ${result.commit.slice(0, 7)}`;
    return [id, mutants, killed, explained, unexplained, shown, when];
  });
  const head = ["stage", "mutants", "killed", "explained", "unexplained"];
  return table([...head, "share", "date, commit"], rows);
}

/** How many messages led to the mistake, by stage. */
function verdicts(read: ReadFile): string {
  const rows = STAGES.map(({ id }): Row => {
    const text = read(`tests/messages/${id}/verdicts.txt`);
    if (text === undefined) return [id, UNKNOWN, "", "", ""];
    const found = [...text.matchAll(/^\w+: (led|vague|misled)\b/gm)];
    const count = (verdict: string) =>
      found.filter(([, word]) => word === verdict).length;
    return [id, found.length, count("led"), count("vague"), count("misled")];
  });
  return table(["stage", "messages read", "led", "vague", "misled"], rows);
}

/** How often the suites ran, and which tests were flaky. */
function repetitions(read: ReadFile): string {
  const text = read("tests/repeat_results.json");
  const result: Repetition | undefined = text && JSON.parse(text);
  const rows = STAGES.map(({ id }): Row => {
    const suite = result?.suites.find(({ stage }) => stage === id);
    if (!result || !suite) return [id, UNKNOWN, "", "", ""];
    const { runs, tests, flaky } = suite;
    const when = `${result.date}, ${result.commit.slice(0, 7)}`;
    return [id, runs, tests, Object.keys(flaky).length, when];
  });
  const head = ["stage", "runs", "tests in all", "flaky tests"];
  return table([...head, "date, commit"], rows);
}

/** A table, its columns as wide as their widest cell. */
function table(head: readonly string[], rows: readonly Row[]): string {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) =>
    Math.max(...cells.map((row) => row[column].length))
  );
  const lines = cells.map((row) =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i])).join(" | ")} |`
  );
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [lines[0], rule, ...lines.slice(1)].join("\n");
}

/** Breaks a paragraph into lines of at most 80 characters. */
function wrap(text: string): string {
  return text.replace(/(.{1,80})(?: |$)/g, "$1\n").trimEnd();
}

function readIfThere(path: string): string | undefined {
  return exists(path) ? readText(path) : undefined;
}

if (import.meta.main) {
  await Deno.writeTextFile(new URL("docs/proof.md", ROOT), makeProof());
}
