/**
 * `course/stages.ts` is the only list of stages: folders, files, tasks, hints,
 * import maps and types agree with it, and with each other.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { STAGES, testFiles } from "../course/stages.ts";
import { listFiles, ROOT, runDeno } from "./deno_command.ts";
import { readEdits } from "./states.ts";

/**
 * How many words the text of a task may have. A table does not count, nor does a
 * list of spellings, whose items are not sentences.
 */
const MAX_WORDS = 80;

/** How many lines a test may have. */
const MAX_TEST_LINES = 40;

function read(path: string): string {
  return Deno.readTextFileSync(new URL(path, ROOT));
}

function folders(directory: string): string[] {
  const entries = [...Deno.readDirSync(new URL(directory, ROOT))];
  return entries.filter((entry) => entry.isDirectory)
    .map((entry) => entry.name).sort();
}

Deno.test("every folder of exercises is a stage, and every stage has one", () => {
  assertEquals(folders("exercises/"), STAGES.map(({ id }) => id));
});

Deno.test("every stage has its files", () => {
  for (const { id, modules, given } of STAGES) {
    const texts = ["README.md", "HINTS.md"];
    for (const name of [...texts, ...Object.keys(modules), ...given]) {
      assert(read(`exercises/${id}/${name}`).length > 0, `${id}/${name}`);
    }
    for (const solution of Object.values(modules)) {
      assert(read(`solutions/${solution}`).length > 0, solution);
    }
  }
});

Deno.test("given files are the same in the exercise and the solution", () => {
  for (const { id, given } of STAGES) {
    for (const name of given) {
      const exercise = read(`exercises/${id}/${name}`);
      assertEquals(exercise, read(`solutions/${id}/${name}`), `${id}/${name}`);
    }
  }
});

Deno.test("the README of a stage has its title and its tasks, by level", () => {
  for (const { id, title, tasks } of STAGES) {
    const readme = read(`exercises/${id}/README.md`);
    assert(readme.startsWith(`# ${id}: ${title}\n`), `${id}: title`);
    const section = readme.split(/^## /m).find((s) => s.startsWith("Tasks"));
    assert(section, `${id}: no section "Tasks"`);
    const found: { level: string; title: string }[] = [];
    for (const part of section.split(/^### /m).slice(1)) {
      const level = part.slice(0, part.indexOf("\n")).toLowerCase();
      for (const [, title] of part.matchAll(/^\d+\. \*\*(.+?)\.?\*\*/gms)) {
        found.push({ level, title: title.replace(/\s+/g, " ") });
      }
    }
    assertEquals(found, [...tasks], id);
  }
});

Deno.test("every task has three hints", () => {
  for (const { id, tasks } of STAGES) {
    const parts = read(`exercises/${id}/HINTS.md`).split(/^## /m).slice(1);
    const headings = parts.map((part) => part.slice(0, part.indexOf("\n")));
    const expected = tasks.map(({ title }, i) => `Task ${i + 1}: ${title}`);
    assertEquals(headings, expected, id);
    for (const part of parts) {
      const hints = part.match(/<summary>Hint \d<\/summary>/g);
      assertEquals(hints?.length, 3, `${id}: ${part.slice(0, 40)}`);
    }
  }
});

Deno.test("a task has one test file, and no other file has tests", () => {
  for (const { id, tasks } of STAGES) {
    const files = testFiles(id);
    assertEquals([...files.keys()], tasks.map((_, index) => index + 1), id);
    const found = listFiles(`exercises/${id}/`, "_test.ts");
    assertEquals(found, [...files.values()], id);
  }
});

Deno.test("a task has one to four tests, each of a readable length", () => {
  const faults: string[] = [];
  for (const { id } of STAGES) {
    for (const file of testFiles(id).values()) {
      const tests = testsIn(file);
      if (tests.length < 1 || tests.length > 4) {
        faults.push(`${file}: ${tests.length} tests`);
      }
      for (const { line, lines } of tests) {
        if (lines > MAX_TEST_LINES) {
          faults.push(`${file}:${line}: ${lines} lines`);
        }
      }
    }
  }
  assertEquals(faults, []);
});

Deno.test("the text of a task is short", () => {
  for (const { id, tasks } of STAGES) {
    const texts = taskTexts(read(`exercises/${id}/README.md`));
    assertEquals(texts.length, tasks.length, id);
    const long = texts.flatMap((text, index) => {
      const { length } = text.split(/\s+/);
      return length > MAX_WORDS ? [`task ${index + 1}: ${length} words`] : [];
    });
    assertEquals(long, [], id);
  }
});

Deno.test("the stub names every task in a TODO, and no others", () => {
  for (const { id, tasks, modules } of STAGES) {
    const stubs = Object.keys(modules).map((name) =>
      read(`exercises/${id}/${name}`)
    );
    const todos = [...stubs.join("").matchAll(/\/\/ TODO task (\d+)/g)];
    const numbers = [...new Set(todos.map(([, n]) => Number(n)))];
    for (const number of numbers) {
      assert(number >= 1 && number <= tasks.length, `${id}: task ${number}`);
    }
    assert(numbers.includes(1), `${id}: task 1`);
    const edits = readEdits(id);
    const missing = tasks.map((_, index) => index + 1).filter((number) =>
      !numbers.includes(number) && edits.get(number)?.length !== 0
    );
    assertEquals(missing, [], `${id}: tasks without a TODO`);
  }
});

Deno.test("a stub imports the references that the course names", () => {
  for (const { id, modules, builtOn } of STAGES) {
    const stubs = Object.keys(modules).map((name) =>
      read(`exercises/${id}/${name}`)
    );
    const imports = stubs.join("").matchAll(/"[./]+\/solutions\/(\w+)/g);
    const found = [...new Set([...imports].map(([, stage]) => stage))];
    assertEquals(found.sort(), [...builtOn], id);
  }
});

Deno.test("the import map of the solutions agrees with deno.json and the course", () => {
  const { imports } = JSON.parse(read("deno.json"));
  const modules = STAGES.flatMap(({ id, modules }) =>
    Object.entries(modules).map(([name, solution]) => [
      `../exercises/${id}/${name}`,
      `./${solution}`,
    ])
  );
  const map = JSON.parse(read("solutions/import_map.json"));
  assertEquals(map.imports, { ...imports, ...Object.fromEntries(modules) });
});

Deno.test("a stub exports what its solution exports, with the same types", async () => {
  for (const { id, modules } of STAGES) {
    for (const [name, solution] of Object.entries(modules)) {
      const stub = await exportsOf(`exercises/${id}/${name}`);
      assertEquals(stub, await exportsOf(`solutions/${solution}`), id);
    }
  }
});

/** Where each test of a file begins, and how many lines it has. */
function testsIn(file: string): { line: number; lines: number }[] {
  const text = read(file).split("\n");
  const tests: { line: number; lines: number }[] = [];
  text.forEach((line, index) => {
    const indent = /^( *)Deno\.test\(/.exec(line)?.[1];
    if (indent === undefined) return;
    const end = text.findIndex((other, at) =>
      at >= index && other.startsWith(indent) && /^ *\S*\);$/.test(other) &&
      !other.startsWith(`${indent} `)
    );
    tests.push({ line: index + 1, lines: end - index + 1 });
  });
  return tests;
}

/** The text of each task in a README, without tables, code and spellings. */
function taskTexts(readme: string): string[] {
  const section = readme.split(/^## /m).find((part) =>
    part.startsWith("Tasks")
  );
  const items = (section ?? "").split(/^(?=\d+\. \*\*)/m).slice(1);
  return items.map((item) =>
    item.replace(/^\d+\. /, "")
      // A task ends where the text is no longer indented.
      .split(/^(?=\S)/m).filter((_, index) => index === 0).join("")
      .replace(/^ *```.*?^ *```$/gms, "")
      .replace(/^ *\|.*$/gm, "")
      .split(/^ *(?=[-*] )/m)
      .filter((part, index) => index === 0 || part.trim().endsWith("."))
      .join("").trim()
  );
}

/** The exported names with their types, as `deno doc` prints them. */
async function exportsOf(path: string): Promise<Record<string, unknown>> {
  const { code, output } = await runDeno(["doc", "--json", path]);
  assertEquals(code, 0, output);
  const documented = JSON.parse(output.slice(output.indexOf("{")));
  const [{ symbols }] = Object.values<{ symbols: Symbol[] }>(documented.nodes);
  const exported = symbols
    .map(({ name, declarations }) =>
      [
        name,
        declarations
          .filter(({ declarationKind }) => declarationKind === "export")
          .map(({ kind, def }) => ({ kind, def })),
      ] as const
    )
    .filter(([, declarations]) => declarations.length > 0)
    .sort(([a], [b]) => a < b ? -1 : 1);
  const types = JSON.stringify(Object.fromEntries(exported), withoutPlaces);
  return JSON.parse(types);
}

/** A name in the output of `deno doc`. */
interface Symbol {
  name: string;
  declarations: { declarationKind: string; kind: string; def: unknown }[];
}

/** Leaves out places, comments and bodies. */
function withoutPlaces(key: string, value: unknown): unknown {
  const places = ["location", "jsDoc", "resolution", "specifier", "hasBody"];
  return places.includes(key) ? undefined : value;
}
