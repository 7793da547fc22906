/**
 * Finds the sections of RFCs that a text cites: "RFC 9112 section 7.1.1",
 * "RFC 9110, sections 8.8 and 13 (has it changed?)", and a bare "section 6.2" that
 * goes with the RFC named before it.
 *
 * @module
 */

import { readText } from "./deno_command.ts";

/** The RFCs that are obsolete: the course cites their successors. */
export const OBSOLETE = /\bRFC (?:2068|2616|723[0-5]|7540|1738|2396)\b/;

/** The titles of the sections of each RFC, by its number and theirs. */
export type Sections = Readonly<
  Record<string, Readonly<Record<string, string>>>
>;

/** One section that a text cites. */
export interface Citation {
  /** The number of the RFC: "9112". */
  readonly rfc: string;
  /** The number of the section: "7.1.1". */
  readonly section: string;
  /** The words around it, for the failure message. */
  readonly context: string;
}

/** One or several numbers: "6", "2 to 6 and 9.6", "8.8 and 13 (…), and 14". */
const NUMBERS =
  /^ ((?:\d+|[A-Z])(?:\.\d+)*(?: \([^)]*\))?(?:(?:, and|,| and| to) \d+(?:\.\d+)*(?: \([^)]*\))?)*)/;

/** A standard that is named before its sections; others have no numbers here. */
const STANDARD =
  /\bRFC (\d+)|\b(?:Fetch|HTML|URL|Encoding) Standard\b|\bWHATWG \w+|\bWCAG\b/g;

/**
 * Reads the titles of the sections of the RFCs that the course cites. They are
 * taken from the headings of the RFCs.
 *
 * @returns The titles.
 */
export function readSections(): Sections {
  return JSON.parse(readText("tests/rfc_sections.json"));
}

/**
 * Finds the citations of a text.
 *
 * @param text The text of a file, of code or of prose.
 * @returns The citations, in order.
 */
export function findCitations(text: string): Citation[] {
  const line = onOneLine(text);
  const standards = [...line.matchAll(STANDARD)];
  return [...line.matchAll(/\b(?:sections? (?=\d)|appendix (?=[A-Z]\b))/gi)]
    .flatMap((match) => {
      const start = match.index + match[0].length - 1;
      const [, numbers] = NUMBERS.exec(line.slice(start)) ?? [];
      const standard = standards.findLast(({ index }) => index < match.index);
      const rfc = standard?.[1];
      if (numbers === undefined || rfc === undefined) return [];
      const context = line.slice(Math.max(0, match.index - 60), start + 80);
      const plain = numbers.replace(/\([^)]*\)/g, "");
      return [...plain.matchAll(/(?:\d+|\b[A-Z])(?:\.\d+)*/g)].map((
        [section],
      ) => ({
        rfc,
        section,
        context,
      }));
    });
}

/** Joins the lines of comments, paragraphs and concatenated strings. */
function onOneLine(text: string): string {
  return text
    .replace(/["`] \+\n\s*["`]/g, "")
    .replace(/\n[ \t]*(?:\*|\/\/|#|>)?[ \t]*/g, " ")
    .replace(/\]\([^)\s]*\)/g, "")
    .replaceAll("[", "");
}
