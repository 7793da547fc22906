/**
 * One line of a header or trailer section. RFC 9112 section 5.
 *
 * @module
 */

import { TOKEN } from "./line.ts";
import type { Fault, LabelledLine } from "./part.ts";

/** A field as it was sent. */
export interface Field {
  /** The name in lower case. */
  readonly name: string;
  /** The value without the white space around it. */
  readonly value: string;
  /** The offset of its line. */
  readonly offset: number;
}

/**
 * Takes a field line apart.
 *
 * @param text The line without its end.
 * @param offset The offset of the line.
 * @returns The field; `undefined` without a colon.
 */
export function parseField(text: string, offset: number): Field | undefined {
  const colon = text.indexOf(":");
  if (colon < 0) return undefined;
  return {
    name: text.slice(0, colon).toLowerCase(),
    value: trimBlanks(text.slice(colon + 1)),
    offset,
  };
}

/**
 * Labels a field line.
 *
 * @param text The line without its end.
 * @param isWhole Whether its end has arrived.
 * @returns Its pieces.
 */
export function labelFieldLine(text: string, isWhole: boolean): LabelledLine {
  const colon = text.indexOf(":");
  if (colon < 0) {
    const fault = isWhole && text !== "" ? NO_COLON : undefined;
    return { pieces: [{ kind: "field-name", length: text.length }], fault };
  }
  const about = text.slice(0, colon).toLowerCase();
  const rest = text.slice(colon + 1);
  const value = trimBlanks(rest);
  const before = value === "" ? rest.length : rest.indexOf(value);
  return {
    pieces: [
      { kind: "field-name", length: colon, about },
      { kind: "colon", length: 1, about },
      { kind: "optional-space", length: before },
      { kind: "field-value", length: value.length, about },
      { kind: "optional-space", length: rest.length - before - value.length },
    ],
    fault: findFault(text, colon),
  };
}

const NO_COLON: Fault = {
  at: 0,
  note: "not a field line: the colon is missing",
  expected: "field-name, colon, value; an empty line ends the section",
  because: "RFC 9112 section 5",
};

function findFault(text: string, colon: number): Fault | undefined {
  const good = TOKEN.exec(text)![0].length;
  if (good < colon || colon === 0) {
    const isFolded = /^[\t ]/.test(text);
    const isSpace = /^[\t ]+$/.test(text.slice(good, colon));
    return {
      at: good,
      note: isFolded
        ? "white space before a field-name (obs-fold)"
        : isSpace
        ? "white space before the colon"
        : "not allowed in a field-name",
      expected: "a field-name is a token, and the colon follows at once",
      because: isFolded ? "RFC 9112 section 5.2" : "RFC 9112 section 5",
    };
  }
  const control = text.search(/[^\t\x20-\x7e\x80-\xff]/);
  if (control < 0) return undefined;
  return {
    at: control,
    note: "control character in a field value",
    expected: "a field value is visible characters, spaces and tabs",
    because: "RFC 9110 section 5.5",
  };
}

/** By hand: a regular expression needs quadratic time for many blanks. */
function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text[start])) start++;
  while (end > start && isBlank(text[end - 1])) end--;
  return text.slice(start, end);
}

function isBlank(character: string): boolean {
  return character === " " || character === "\t";
}
