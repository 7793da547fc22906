/**
 * The header section: field lines up to an empty line. RFC 9112 section 5.
 *
 * @module
 */

import type { ByteReader } from "./byte_reader.ts";
import type { Patience } from "./patience.ts";
import { readLine } from "./read_line.ts";
import { isFieldValue, isToken, quote } from "./syntax.ts";
import { HttpError } from "./types.ts";

/** A field: its name in lower case, and its value without blanks around it. */
export type Field = [name: string, value: string];

/** The limits of a header section. */
export interface FieldLimits {
  /** How long all field lines together may be, in bytes; 32 768 by default. */
  maxHeaderBytes?: number;
  /** How many there may be; 100 by default. */
  maxFields?: number;
}

/**
 * Reads field lines up to the empty line.
 *
 * @param reader The bytes of the client.
 * @param patience How long to wait for all of them.
 * @param limits How much to take.
 * @returns The fields, in the order of their lines.
 * @throws {HttpError} 400 if the section is malformed or ends early, 408, 431.
 */
export async function readFields(
  reader: ByteReader,
  patience: Patience,
  limits: FieldLimits,
): Promise<Field[]> {
  const { maxHeaderBytes = 32_768, maxFields = 100 } = limits;
  const tooLong = () => tooLarge(`${maxHeaderBytes} bytes`);
  const fields: Field[] = [];
  for (let bytes = maxHeaderBytes;;) {
    const fieldLine = await readLine(reader, patience, { bytes, tooLong });
    if (fieldLine === undefined) {
      throw new HttpError(
        400,
        "Cannot read header section: it ended without an empty line",
      );
    }
    if (fieldLine === "") return fields;
    bytes -= fieldLine.length + "\r\n".length;
    if (bytes < 0) throw tooLong();
    if (fields.length === maxFields) throw tooLarge(`${maxFields} fields`);
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
 * it must, since it has hidden fields from one of two servers in a row.
 */
export function parseFieldLine(fieldLine: string): Field {
  if (isBlank(fieldLine[0])) {
    throw malformed(fieldLine, "it begins with a blank");
  }
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
  return [name.toLowerCase(), value];
}

/**
 * All values that were sent under one name.
 *
 * @param fields The fields of a section.
 * @param name The name, in lower case.
 * @returns The values, in the order of their lines.
 */
export function valuesOf(fields: readonly Field[], name: string): string[] {
  return fields.filter((field) => field[0] === name).map((field) => field[1]);
}

/**
 * Takes the blanks off both ends. By hand: `trim` takes more than those, and a
 * regular expression needs quadratic time for the end of a value that is a
 * thousand blanks and then a letter.
 *
 * @param text The text.
 * @returns The same without spaces and tabs around it.
 */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text[start])) start++;
  while (end > start && isBlank(text[end - 1])) end--;
  return text.slice(start, end);
}

function isBlank(character: string): boolean {
  return character === " " || character === "\t";
}

function tooLarge(limit: string): HttpError {
  return new HttpError(
    431,
    `Cannot read header section: expected at most ${limit}`,
  );
}

function malformed(fieldLine: string, reason: string): HttpError {
  return new HttpError(
    400,
    `Cannot parse field line ${quote(fieldLine)}: ${reason}`,
  );
}
