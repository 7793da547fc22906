/**
 * The file of explained survivors, the score, and the order of the tests.
 *
 * @module
 */

import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { STAGES } from "../../course/stages.ts";
import { findMutants } from "./find_mutants.ts";
import { parseFlags } from "./flags.ts";
import { reachesGoal, summarize } from "./report.ts";
import type { Outcome } from "./run_mutants.ts";
import { sample } from "./sample.ts";
import { BORROWED, mutantsOfStage } from "./stage_mutants.ts";
import {
  formatSurvivors,
  parseExplanations,
  readExplanations,
} from "./survivors.ts";
import { TestOrder } from "./test_order.ts";

const TEXT = "function f() {\n  return a < 1;\n}\n";
const MUTANTS = findMutants("01_tcp.ts", TEXT);

const ENTRY = `Explained survivors.

=== 01_tcp.ts, f
line: return a < 1;
change: < → <=
change: 1 → 2
because: a is never 1,
  and never 2.
`;

function outcomesOf(...fates: Outcome["fate"][]): Outcome[] {
  return fates.map((fate, index) => ({ fate, mutant: MUTANTS[index] }));
}

Deno.test("an explanation belongs to each change of its line", () => {
  const explanations = parseExplanations(ENTRY, "01_tcp.txt");
  assertEquals(
    explanations.map(({ title, reason }) => [title, reason]),
    [
      ["01_tcp.ts, f: < → <=", "a is never 1, and never 2."],
      ["01_tcp.ts, f: 1 → 2", "a is never 1, and never 2."],
    ],
  );
});

Deno.test("an explanation without a reason is an error", () => {
  const incomplete = ENTRY.replace(/^because[^]*/m, "");
  assertThrows(() => parseExplanations(incomplete, "x.txt"), Error, "because");
});

Deno.test("the file of every stage can be read", () => {
  for (const { id } of STAGES) readExplanations(id);
});

Deno.test("a printed survivor becomes an explanation with a reason", () => {
  const text = formatSurvivors(MUTANTS).replaceAll("\n\n", "\nbecause: x\n\n") +
    "because: x\n";
  const outcomes = outcomesOf(...MUTANTS.map(() => "survived" as const));
  const { score } = summarize(outcomes, parseExplanations(text, "x.txt"));
  assertEquals(score.explained, MUTANTS.length);
});

Deno.test("the score counts what was tried, and names stale explanations", () => {
  assertEquals(MUTANTS.map(({ change }) => change), [
    "return a < 1; → ;",
    "< → <=",
    "< → >=",
    "1 → 2",
  ]);
  const outcomes = outcomesOf("late", "survived", "invalid", "killed");
  const summary = summarize(outcomes, parseExplanations(ENTRY, "01_tcp.txt"));
  assertEquals(summary.score, {
    mutants: 3,
    killed: 2,
    late: 1,
    explained: 1,
    unexplained: 0,
  });
  assertEquals(summary.stale.map(({ title }) => title), [
    "01_tcp.ts, f: 1 → 2",
  ]);
});

Deno.test("the goal is 95 % of the mutants that are not explained, and no other survivor", () => {
  const score = { mutants: 100, killed: 90, late: 0, explained: 10 };
  assertEquals(reachesGoal({ ...score, unexplained: 0 }), true);
  assertEquals(reachesGoal({ ...score, explained: 9, unexplained: 1 }), false);
});

Deno.test("the tests that killed mutants of the function come first", () => {
  const order = new TestOrder(new Map([[1, 30], [2, 10], [3, 20], [4, 40]]));
  const [mutant] = MUTANTS;
  assertEquals(order.all(mutant), [2, 3, 1, 4]);
  order.learn({ ...mutant, scope: "g" }, 4);
  order.learn(mutant, 1);
  order.learn(mutant, 3);
  assertEquals(order.likely(mutant), [3, 1, 4]);
  assertEquals(order.all(mutant), [3, 1, 4, 2]);
});

Deno.test("a function that a later stage calls is a part of that stage", () => {
  const scopes = new Map(STAGES.map((stage) => {
    const names = mutantsOfStage(stage).map(({ file, scope }) =>
      `${file} ${scope}`
    );
    return [stage.id, new Set(names)];
  }));
  const rows = BORROWED.flatMap(({ file, scopes: names, stage }) =>
    names.map((name) => [`${file} ${name}`, stage])
  );
  for (const [name, stage] of rows) {
    const owners = [...scopes].filter(([, set]) => set.has(name));
    assertEquals(owners.map(([id]) => id), [stage], name);
  }
  const given = [...scopes.get("01_tcp")!].filter((name) =>
    name.startsWith("01_tcp/program.ts")
  );
  assertEquals(given, []);
});

Deno.test("a sample is the same for the same seed", () => {
  const items = Array.from({ length: 100 }, (_, index) => index);
  const chosen = sample(items, 10, 1);
  assertEquals(chosen.length, 10);
  assertEquals(chosen, chosen.toSorted((a, b) => a - b));
  assertEquals(sample(items, 10, 1), chosen);
  assertNotEquals(sample(items, 10, 2), chosen);
  assertEquals(sample(items, 200, 1), items);
});

Deno.test("flags are read, and mistakes in them named", () => {
  assertEquals(parseFlags(["01", "--jobs", "3", "--record"]), {
    stages: ["01"],
    sample: undefined,
    seed: 1,
    file: "",
    jobs: 3,
    record: true,
    verbose: false,
  });
  assertEquals(parseFlags(["--fast"]), 'Unknown flag "--fast"');
  assertEquals(parseFlags(["--jobs"]), "--jobs needs a value");
  assertEquals(
    parseFlags(["--jobs", "0"]),
    'Cannot use --jobs "0": expected a whole number',
  );
});
