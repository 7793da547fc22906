/**
 * The header section: field lines up to an empty line. RFC 9112 section 5.
 *
 * @module
 */

import { isFieldValue, isToken, quote } from "./syntax.ts";
import { HttpError } from "./types.ts";

/** A field: its name as sent, and its value without white space around it. */
export type Field = readonly [name: string, value: string];

/**
 * Parses `field-name ":" OWS field-value OWS`.
 *
 * @param fieldLine The line without its CR LF, one character per byte.
 * @returns The field.
 * @throws {HttpError} 400 if it is malformed. White space before the name is
 * obs-fold, which a server must refuse; white space between the name and the
 * colon has hidden fields from one of two servers in a row.
 */
export function parseFieldLine(fieldLine: string): Field {
  if (/^[ \t]/.test(fieldLine)) {
    throw malformed(fieldLine, "it begins with white space");
  }
  const colon = fieldLine.indexOf(":");
  if (colon === -1) throw malformed(fieldLine, "there is no colon");
  const name = fieldLine.slice(0, colon);
  if (!isToken(name)) {
    throw malformed(fieldLine, `the name ${quote(name)} is not a token`);
  }
  const value = trimBlanks(fieldLine.slice(colon + 1));
  if (!isFieldValue(value)) {
    throw malformed(fieldLine, "the value has a control character");
  }
  return [name, value];
}

/**
 * All values that were sent under one name.
 *
 * @param fields The fields of a section.
 * @param name The name, in lower case.
 * @returns The values, in the order of their lines.
 */
export function valuesOf(fields: readonly Field[], name: string): string[] {
  return fields
    .filter(([fieldName]) => fieldName.toLowerCase() === name)
    .map(([, value]) => value);
}

/**
 * Takes spaces and tabs off both ends. By hand: `trim` takes more than those,
 * and a regular expression for the end takes quadratic time over a value that
 * is white space and then something else.
 */
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

function malformed(fieldLine: string, reason: string): HttpError {
  return new HttpError(
    400,
    `Cannot parse field line ${quote(fieldLine)}: ${reason}`,
  );
}
