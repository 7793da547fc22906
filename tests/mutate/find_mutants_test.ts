/**
 * Each operator, tried on a small text: nothing else changes.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { findMutants } from "./find_mutants.ts";
import { applyEdit } from "./mutant.ts";

/** The changed texts that a text leads to. */
interface Row {
  readonly name: string;
  readonly text: string;
  readonly changed: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    name: "a comparison is shifted and inverted",
    text: "f(a < b)",
    changed: [";", "f(a <= b)", "f(a >= b)"],
  },
  {
    name: "an equation is inverted",
    text: "f(a === b)",
    changed: [";", "f(a !== b)"],
  },
  {
    name: "arithmetic is inverted, a concatenation is not",
    text: "f(a - b, `c` + d)",
    changed: [
      ";",
      "f(a + b, `c` + d)",
      "f(`c` + d, a - b)",
      'f(a - b, "" + d)',
    ],
  },
  {
    name: "a chain loses each of its operands",
    text: "f(a && b && c || d)",
    changed: [
      ";",
      "f(b && c || d)",
      "f(d)",
      "f(a && c || d)",
      "f(a && b || d)",
      "f(a && b && c)",
    ],
  },
  {
    name: "a branch is forced, and a negation removed",
    text: "if (!a) f();",
    changed: [
      "if (true) f();",
      "if (false) f();",
      "if (a) f();",
      "if (!a) ;",
    ],
  },
  {
    name: "a loop does not become endless",
    text: "while (a) f();",
    changed: ["while (false) f();", "while (a) ;"],
  },
  {
    name: "a conditional expression is forced",
    text: "f(a ? b : c)",
    changed: [";", "f(true ? b : c)", "f(false ? b : c)"],
  },
  {
    name: "a statement disappears, a declaration stays",
    text: "function f() { for (const a of b) { continue; } return; }",
    changed: [
      "function f() { ; return; }",
      "function f() { for (const a of b) { ; } return; }",
      "function f() { for (const a of b) { continue; } ; }",
    ],
  },
  {
    name: "an await disappears",
    text: "const a = await b;",
    changed: ["const a = b;"],
  },
  {
    name: "a resource is not closed",
    text: "await using a = b; using c = d;",
    changed: ["const a = b; using c = d;", "await using a = b; const c = d;"],
  },
  {
    name: "neighbouring arguments are swapped",
    text: "new A(a, b, b, ...c)",
    changed: [";", "new A(b, a, b, ...c)"],
  },
  {
    name: "a text becomes empty, an empty text does not",
    text: "const a = ['b', ``, `c${d}`, e`f`];",
    changed: [
      'const a = ["", ``, `c${d}`, e`f`];',
      "const a = ['b', \"mutated\", `c${d}`, e`f`];",
      "const a = ['b', ``, \"\", e`f`];",
    ],
  },
  {
    name: "a number grows by one, a duration tenfold",
    text: "const a = 1_024, b = 3n, WAIT_MS = 2 * 5, c = d.lingerMs ?? 7;",
    changed: [
      "const a = 1025, b = 3n, WAIT_MS = 2 * 5, c = d.lingerMs ?? 7;",
      "const a = 1_024, b = 4n, WAIT_MS = 2 * 5, c = d.lingerMs ?? 7;",
      "const a = 1_024, b = 3n, WAIT_MS = 20 * 5, c = d.lingerMs ?? 7;",
      "const a = 1_024, b = 3n, WAIT_MS = 2 / 5, c = d.lingerMs ?? 7;",
      "const a = 1_024, b = 3n, WAIT_MS = 2 * 50, c = d.lingerMs ?? 7;",
      "const a = 1_024, b = 3n, WAIT_MS = 2 * 5, c = 7;",
      "const a = 1_024, b = 3n, WAIT_MS = 2 * 5, c = d.lingerMs;",
      "const a = 1_024, b = 3n, WAIT_MS = 2 * 5, c = d.lingerMs ?? 70;",
    ],
  },
  {
    name: "booleans, steps, optional access and Math.min change",
    text: "let a = true, b = c++, d = e?.f?.(), g = Math.min;",
    changed: [
      "let a = false, b = c++, d = e?.f?.(), g = Math.min;",
      "let a = true, b = c--, d = e?.f?.(), g = Math.min;",
      "let a = true, b = c++, d = e.f?.(), g = Math.min;",
      "let a = true, b = c++, d = e?.f(), g = Math.min;",
      "let a = true, b = c++, d = e?.f?.(), g = Math.max;",
    ],
  },
  {
    name: "a pattern loses anchors and flags, and + becomes *",
    text: "const a = /^[$+]+\\+$/i;",
    changed: [
      "const a = /[$+]+\\+$/i;",
      "const a = /^[$+]*\\+$/i;",
      "const a = /^[$+]+\\+/i;",
      "const a = /^[$+]+\\+$/;",
    ],
  },
];

for (const { name, text, changed } of ROWS) {
  Deno.test(name, () => {
    const mutants = findMutants("a.ts", text);
    assertEquals(
      mutants.map((mutant) => applyEdit(text, mutant)).sort(),
      changed.toSorted(),
    );
  });
}

const LEFT_OUT: readonly [name: string, text: string][] = [
  ["types", 'interface A { b: "c" } type D = 1; let e: "f" | 2;'],
  ["imports and exports", 'import { a } from "b"; export * from "c";'],
  ["the program part", 'if (import.meta.main) { await f("a", 1); }'],
  ["the text of an error", 'const a = new HttpError(b, "c" + d + `e${f}`);'],
];

for (const [name, text] of LEFT_OUT) {
  Deno.test(`left out: ${name}`, () => {
    assertEquals(findMutants("a.ts", text), []);
  });
}

Deno.test("a mutant is described by its function, line and change", () => {
  const text = "class A {\n  read() {\n    return 1 + 1;\n  }\n}\n";
  const mutants = findMutants("01_tcp.ts", text);
  const [, number, , second] = mutants;
  const { start: _, end: _end, ...described } = number;
  assertEquals(described, {
    file: "01_tcp.ts",
    operator: "number",
    scope: "A.read",
    line: 3,
    lineText: "return 1 + 1;",
    replacement: "2",
    change: "1 → 2",
  });
  assertEquals(second.change, "1 → 2 (2)");
});
