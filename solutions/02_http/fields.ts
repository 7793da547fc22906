/**
 * The header section: field lines up to an empty line. RFC 9112 section 5.
 *
 * @module
 */

import type { ByteReader } from "./byte_reader.ts";
import { readLine } from "./read_line.ts";
import { isFieldValue, isToken, quote } from "./syntax.ts";
import { HttpError } from "./types.ts";
import type { WaitBudget } from "./wait_budget.ts";

/** A field: its name in lower case, and its value without blanks around it. */
export type Field = [name: string, value: string];

/** The limits of a header section. */
export interface FieldLimits {
  /** Longest header section in bytes. */
  readonly maxHeaderBytes: number;
  /** Most fields in it. */
  readonly maxFields: number;
}

/** Fields that decide where a message ends. */
const FRAMING_FIELDS: ReadonlySet<string> = new Set([
  "content-length",
  "transfer-encoding",
]);

/**
 * Reads field lines up to the empty line.
 *
 * @param reader The bytes of the client.
 * @param budget The time for all of them.
 * @param limits How much to accept.
 * @returns The fields, in the order of their lines.
 * @throws {HttpError} 400 if the section is malformed or ends early, 408, 431.
 */
export async function readFields(
  reader: ByteReader,
  budget: WaitBudget,
  { maxHeaderBytes, maxFields }: FieldLimits,
): Promise<Field[]> {
  const tooLong = () => headerTooLarge(`${maxHeaderBytes} bytes`);
  const fields: Field[] = [];
  for (let bytes = maxHeaderBytes;;) {
    const fieldLine = await readLine(reader, budget, { bytes, tooLong });
    if (fieldLine === undefined) throw headerCutShort();
    if (fieldLine === "") return fields;
    bytes -= fieldLine.length + "\r\n".length;
    if (bytes < 0) throw tooLong();
    if (fields.length === maxFields) {
      throw headerTooLarge(`${maxFields} fields`);
    }
    fields.push(parseFieldLine(fieldLine));
  }
}

/**
 * Parses `field-name ":" OWS field-value OWS`.
 *
 * @param fieldLine The line without its CR LF, one character per byte.
 * @returns The field.
 * @throws {HttpError} 400 if it is malformed. A blank before the name is
 * obs-fold, which a server may refuse; a blank between the name and the colon
 * must be refused, since it has hidden fields from one of two servers in a row.
 */
export function parseFieldLine(fieldLine: string): Field {
  const colon = fieldLine.indexOf(":");
  if (colon === -1) throw malformed(fieldLine, "expected a colon, found none");
  const name = fieldLine.slice(0, colon);
  if (!isToken(name)) {
    throw malformed(fieldLine, `the name ${quote(name)} is not a token`);
  }
  const value = trimBlanks(fieldLine.slice(colon + 1));
  if (!isFieldValue(value)) {
    throw malformed(fieldLine, "the value has a control character");
  }
  const lowerCaseName = name.toLowerCase();
  // Allowed as a blank; but some servers overlook the field then, and no honest
  // client sends a tab here.
  if (FRAMING_FIELDS.has(lowerCaseName) && fieldLine.includes("\t")) {
    throw malformed(fieldLine, "it has a tab");
  }
  return [lowerCaseName, value];
}

/**
 * Finds all values that were sent under one name.
 *
 * @param fields The fields of a section.
 * @param name The name in lower case.
 * @returns The values, in the order of their lines.
 */
export function valuesOf(fields: readonly Field[], name: string): string[] {
  return fields.filter((field) => field[0] === name).map((field) => field[1]);
}

/**
 * Makes `Headers` of fields. Values of one name are joined with ", ", but
 * cookies with "; ": a comma may be part of a cookie. RFC 9110 section 5.3, RFC
 * 6265 section 5.4.
 *
 * @param fields The fields of a section.
 * @returns The same fields.
 */
export function toHeaders(fields: readonly Field[]): Headers {
  const headers = new Headers(fields);
  const cookies = valuesOf(fields, "cookie");
  if (cookies.length > 0) headers.set("Cookie", cookies.join("; "));
  return headers;
}

/**
 * Removes the blanks at both ends. `trim` would remove more than blanks, and a
 * regular expression needs quadratic time for a value that is a thousand blanks
 * and then a letter.
 *
 * @param text The text.
 * @returns The text without spaces and tabs around it.
 */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  // Beyond its ends a text has undefined, which is not a blank.
  while (isBlank(text[start])) start++;
  while (isBlank(text[end - 1])) end--;
  return text.slice(start, end);
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t";
}

/**
 * The error for a header section that is too large.
 *
 * @param limit How much was accepted, with its unit.
 * @returns The error, with status 431.
 */
export function headerTooLarge(limit: string): HttpError {
  return new HttpError(
    431,
    `Cannot read header section: expected at most ${limit}`,
  );
}

/**
 * The error for a header section that ends too early.
 *
 * @returns The error, with status 400.
 */
export function headerCutShort(): HttpError {
  return new HttpError(
    400,
    "Cannot read header section: it ended without an empty line",
  );
}

function malformed(fieldLine: string, reason: string): HttpError {
  return new HttpError(
    400,
    `Cannot parse field line ${quote(fieldLine)}: ${reason}`,
  );
}
