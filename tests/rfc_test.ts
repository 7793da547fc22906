/**
 * The lists of requirements in `docs/rfc/` tell the truth as far as a test can
 * see that: every test that they name exists, and every requirement has a test
 * or a reason.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { listFiles, readText } from "./deno_command.ts";
import { listSuiteTests } from "./suite_tests.ts";

/** How many requirements there are at least. */
const AT_LEAST = 136;

/** One requirement of a list. */
interface Requirement {
  /** The file, relative to the root. */
  readonly file: string;
  /** The number of the section: "6.3". */
  readonly section: string;
  /** The requirement and what is said about it. */
  readonly text: string;
  /** The names of its tests. */
  readonly tests: readonly string[];
}

const LISTS = listFiles("docs/rfc/", ".md").filter((file) =>
  !file.endsWith("README.md")
);

const REQUIREMENTS = LISTS.flatMap(readList);

/** Reads a list: sections, each with paragraphs that begin in bold, and items. */
function readList(file: string): Requirement[] {
  const [, ...sections] = readText(file).split(/^### /m);
  return sections.flatMap((section) => {
    const number = sectionNumber(file, section.split("\n")[0]);
    const [, ...paragraphs] = section.split(/^(?=\*\*)/m);
    return paragraphs.map((paragraph) => ({
      file,
      section: number,
      text: paragraph.split(/^[-#]/m)[0].replace(/\s+/g, " ").trim(),
      tests: [...paragraph.matchAll(/^- `(.+)`$/gm)].map(([, name]) => name),
    }));
  });
}

/** The number in a heading, whose link leads to that section of the RFC. */
function sectionNumber(file: string, heading: string): string {
  const [, rfc] = /rfc(\d+)\.md$/.exec(file)!;
  const [, shown, linked] = /^\[([\d.]+)\]\((\S+)\) \S/.exec(heading) ?? [];
  assertEquals(
    linked,
    `https://www.rfc-editor.org/rfc/rfc${rfc}#section-${shown}`,
    `${file}: heading "${heading}"`,
  );
  return shown;
}

/** Whether there is such a test: "02_http task 5 · NAME" or "fuzz_test · NAME". */
function exists(test: string): boolean {
  const [place, name] = test.split(/ · (.*)/);
  const [stage, task] = place.split(" task ");
  if (task === undefined) return readText(`tests/${place}.ts`).includes(name);
  return SUITE_TESTS.some((found) =>
    found.stage === stage && found.task === Number(task) && found.name === name
  );
}

const SUITE_TESTS = listSuiteTests();

Deno.test("the lists of requirements are complete", () => {
  const { length } = REQUIREMENTS;
  assert(length >= AT_LEAST, `found ${length}, expected ${AT_LEAST}`);
});

Deno.test("every requirement has a test or a reason", () => {
  const reason = /\bNot applicable: |\bNo test: |\bBy construction\b/;
  for (const { file, section, text, tests } of REQUIREMENTS) {
    assert(
      tests.length > 0 || reason.test(text),
      `${file}, section ${section}: neither test nor reason: ${text}`,
    );
  }
});

Deno.test("every test that a requirement names exists", () => {
  for (const { file, section, tests } of REQUIREMENTS) {
    for (const test of tests) {
      assert(exists(test), `${file}, section ${section}: no test "${test}"`);
    }
  }
});
