/**
 * Where a line ends, and which lines are empty. RFC 9112 section 2.2.
 *
 * @module
 */

import { HttpError } from "./types.ts";

const CR = 13;
const LF = 10;

/**
 * Finds the CR LF that ends a line. A recipient may accept a bare LF; but two
 * servers in a row that disagree on where a line ends can be made to disagree on
 * where a request ends, so only CR LF is accepted here.
 *
 * @param bytes The bytes that have arrived.
 * @param from Where to begin.
 * @returns The index of the CR; -1 until the end of the line has arrived. Then
 * the next search may begin with the last of these bytes.
 * @throws {HttpError} 400 for a CR or LF by itself.
 */
export function findLineEnd(bytes: Uint8Array, from: number): number {
  const cr = bytes.indexOf(CR, from);
  const lf = bytes.indexOf(LF, from);
  if (lf !== -1 && (cr === -1 || lf < cr)) {
    throw new HttpError(400, "Cannot parse line: found LF without CR");
  }
  if (cr === -1 || cr + 1 === bytes.length) return -1;
  if (bytes[cr + 1] !== LF) {
    throw new HttpError(400, "Cannot parse line: found CR without LF");
  }
  return cr;
}

/**
 * Finds the end of the empty lines before a request. Some clients send one after
 * a body; a request begins only with its request-line.
 *
 * @param bytes The bytes that have arrived, from the beginning of a line.
 * @param from How many of them are known to be empty lines.
 * @returns How many are empty lines, or the CR of one whose LF is still to come.
 */
export function skipEmptyLines(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === (at % 2 === 0 ? CR : LF)) at++;
  return at;
}
