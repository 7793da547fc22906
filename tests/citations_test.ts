/**
 * Every section of an RFC that code, tests or documentation cite exists. Whether
 * it is the right one, a reader has to judge; the titles in `rfc_sections.json`
 * help.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { METHODS_AND_STATUSES } from "../lab/grammar/methods_and_statuses.ts";
import { findCitations, OBSOLETE, readSections } from "./citations.ts";
import { listFiles, listProject, readText } from "./deno_command.ts";

const SECTIONS = readSections();

/** The files with citations: not these tests, which cite what does not exist. */
const FILES = listProject(/\.(?:ts|js|md|txt|py|sh|pl|stub|html)$/)
  .filter((file) => !/^tests\/citations/.test(file));

Deno.test("a citation is found wherever it is written", () => {
  const cases: readonly [text: string, cited: string[]][] = [
    ["RFC 9112 section 7.1.1", ["9112 7.1.1"]],
    [" * as RFC\n * 9110 section\n * 8.6 says", ["9110 8.6"]],
    ['"RFC 9110 " +\n    "section 5.5: values"', ["9110 5.5"]],
    ["RFC 9112 sections 2 to 6 and 9.6, and", ["9112 2", "9112 6", "9112 9.6"]],
    [
      "[RFC 9110](https://x/rfc9110), sections 8.8 and 13 (has it?) and 14 (x)",
      [
        "9110 8.8",
        "9110 13",
        "9110 14",
      ],
    ],
    ["RFC 3875 is old. Section 3 says", ["3875 3"]],
    ["RFC 3875 section 6.1, RFC 9110 section 15", ["3875 6.1", "9110 15"]],
    ["RFC 9112 section 9.3 and appendix C.2.2:", ["9112 9.3", "9112 C.2.2"]],
    ["RFC 9110. URL Standard section 4.4", []],
    ["section 7", []],
  ];
  for (const [text, cited] of cases) {
    const found = findCitations(text);
    assertEquals(found.map((c) => `${c.rfc} ${c.section}`), cited, text);
  }
});

Deno.test("every section that is cited exists", () => {
  const problems: string[] = [];
  let count = 0;
  for (const file of FILES) {
    for (const { rfc, section, context } of findCitations(readText(file))) {
      count++;
      if (SECTIONS[rfc]?.[section] !== undefined) continue;
      problems.push(`${file}: RFC ${rfc} section ${section}: …${context}…`);
    }
  }
  assertEquals(problems, []);
  assert(count > 500, `found only ${count} citations`);
});

Deno.test("no obsolete RFC is cited", () => {
  const citing = FILES.filter((file) => OBSOLETE.test(readText(file)));
  assertEquals(citing, []);
});

Deno.test("the lists of requirements have the titles of the sections", () => {
  for (const file of listFiles("docs/rfc/", ".md")) {
    const [, rfc] = /rfc(\d+)\.md$/.exec(file) ?? [];
    const headings = readText(file).matchAll(
      /^### \[([\d.]+)\]\(\S+\) (.+)$/gm,
    );
    for (const [, section, heading] of headings) {
      const title = SECTIONS[rfc][section];
      const fits = heading.includes(title) || title.includes(heading);
      assert(fits, `${file}: ${section} is "${title}", not "${heading}"`);
    }
  }
});

Deno.test("the lab explains a method or a status with its own section", () => {
  for (const [key, explanation] of Object.entries(METHODS_AND_STATUSES)) {
    const [{ rfc, section }] = findCitations(explanation.section!);
    const name = key.replace(/^\w+:/, "");
    const title = SECTIONS[rfc][section] ?? "no such section";
    assertEquals(title.split(" ")[0], name, key);
  }
});
