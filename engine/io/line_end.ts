/**
 * Where a line ends. RFC 9112 section 2.2.
 *
 * @module
 */

import { type Bytes, HttpError } from "../../solutions/02_http/types.ts";

const CR = 13;
const LF = 10;

/**
 * Finds the CR LF that ends a line. RFC 9112 lets a recipient accept LF alone.
 * But if two servers in a row disagree on where a line ends, an attacker can
 * make them disagree on where a request ends, so only CR LF is accepted.
 *
 * @param bytes The bytes.
 * @param from Where to begin.
 * @param end Where the received bytes end.
 * @returns The index of the CR; -1 if the line has not arrived completely.
 * @throws {HttpError} 400 if a CR or LF occurs alone.
 */
export function findLineEnd(bytes: Bytes, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const byte = bytes[at];
    // Most bytes need only this one comparison.
    if (byte > CR || byte !== CR && byte !== LF) continue;
    if (byte === LF) throw malformed("LF without CR");
    if (at + 1 === end) return -1;
    if (bytes[at + 1] !== LF) throw malformed("CR without LF");
    return at;
  }
  return -1;
}

/**
 * Where to continue after {@linkcode findLineEnd} found no end.
 *
 * @param bytes The bytes.
 * @param from Where the search began.
 * @param end Where the received bytes end.
 * @returns Where the next search begins. A CR at the end is looked at again.
 */
export function resumeAt(bytes: Bytes, from: number, end: number): number {
  return end > from && bytes[end - 1] === CR ? end - 1 : end;
}

function malformed(reason: string): HttpError {
  return new HttpError(400, `Cannot parse line: found ${reason}`);
}
