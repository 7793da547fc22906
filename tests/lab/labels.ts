/**
 * Helpers of the tests of the lab's grammar: parsing, and labels as text.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { toBytes } from "../../kit/mod.ts";
import {
  joinParts,
  type Part,
  type StreamParser,
} from "../../lab/grammar/part.ts";

/**
 * Gives a parser all pieces, and ends it.
 *
 * @param parser The parser.
 * @param pieces The bytes.
 * @param isReset Whether the end is a reset.
 * @returns The labels, joined.
 */
export function parse(
  parser: StreamParser,
  pieces: Iterable<Uint8Array>,
  isReset = false,
): Part[] {
  const parts: Part[] = [];
  for (const piece of pieces) {
    parser.feed(piece);
    parts.push(...parser.takeParts());
  }
  parser.end(isReset);
  parts.push(...parser.takeParts());
  assertEquals(parser.openParts(), []);
  return joinParts(parts);
}

/**
 * The labels in short: `method "GET"`.
 *
 * @param bytes The bytes.
 * @param parts Their labels.
 * @returns A text for each part.
 */
export function describe(bytes: Uint8Array, parts: readonly Part[]): string[] {
  const decoder = new TextDecoder("latin1");
  return parts.map(({ kind, start, end, problem }) => {
    const text = JSON.stringify(decoder.decode(bytes.subarray(start, end)));
    return `${kind} ${text}${problem ? ` ! ${problem.note}` : ""}`;
  });
}

/**
 * Labels a text.
 *
 * @param text The text, in one piece.
 * @param parser The parser.
 * @returns The labels in short.
 */
export function labelsOf(text: string, parser: StreamParser): string[] {
  const bytes = toBytes(text);
  return describe(bytes, parse(parser, [bytes]));
}

/**
 * Expects that the parts follow each other without a gap.
 *
 * @param parts The labels.
 * @param length How many bytes there are.
 */
export function expectEveryByteOnce(
  parts: readonly Part[],
  length: number,
): void {
  let offset = 0;
  for (const { kind, start, end } of parts) {
    assertEquals(start, offset);
    assert(kind === "missing" ? end === start : end > start, kind);
    offset = end;
  }
  assertEquals(offset, length);
}
