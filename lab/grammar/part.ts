/**
 * The labels of bytes: parts that follow each other without a gap,
 * so that every byte has exactly one label.
 *
 * @module
 */

import type { KINDS } from "./kinds.ts";

/** The name of a part of the grammar. */
export type PartKind = keyof typeof KINDS;

/** Why a byte is malformed, or what is missing before it. */
export interface Problem {
  /** The fault in a few words: "LF without CR". */
  readonly note: string;
  /** The expectation of the grammar. */
  readonly expected: string;
  /** Where that is written: "RFC 9112 section 2.1". */
  readonly because: string;
}

/** A run of bytes with one label. */
export interface Part {
  /** The label. */
  readonly kind: PartKind;
  /** The offset of its first byte in its direction of the connection. */
  readonly start: number;
  /** The offset after its last byte; equal to `start` where bytes are missing. */
  readonly end: number;
  /** The number of its message in this direction, from 0. */
  readonly message: number;
  /** The name of its field in lower case, its method or its status code. */
  readonly about?: string;
  /** The fault of its first byte. */
  readonly problem?: Problem;
}

/** Labels the bytes of one direction of a connection, as they arrive. */
export interface StreamParser {
  /** The problem that was found first, and its offset. */
  readonly firstProblem: { offset: number; problem: Problem } | undefined;
  /**
   * Takes the next bytes. It never throws.
   *
   * @param bytes They may be cut anywhere.
   */
  feed(bytes: Uint8Array): void;
  /**
   * Learns that no more bytes will follow.
   *
   * @param isReset Whether the end is a reset.
   */
  end(isReset: boolean): void;
  /**
   * Goes past bytes without labels, where they do not matter for those that
   * follow.
   *
   * @param length How many they are.
   */
  skip?(length: number): void;
  /**
   * Gives the parts whose labels are final, each once.
   *
   * @returns The parts since the last call.
   */
  takeParts(): Part[];
  /**
   * Gives the parts of what is not complete yet: a header section, a line. They
   * follow the final parts, and may change with the next byte.
   *
   * @returns The parts up to the last byte.
   */
  openParts(): Part[];
}

/** A piece of a line, with its length in bytes. */
export interface Piece {
  /** The label. */
  readonly kind: PartKind;
  /** How many bytes it has; pieces of 0 bytes are left out. */
  readonly length: number;
  /** The field, method or status code. */
  readonly about?: string;
}

/** A fault within a line. */
export interface Fault extends Problem {
  /** The index of the first wrong byte. */
  readonly at: number;
}

/** A line in pieces. */
export interface LabelledLine {
  /** Its pieces, without a gap. */
  readonly pieces: readonly Piece[];
  /** The first fault. */
  readonly fault?: Fault;
}

/**
 * Makes parts of the pieces of a line.
 *
 * @param line The pieces.
 * @param offset The offset of the line.
 * @param message The number of its message.
 * @returns The parts; the faulty byte begins a part of its own.
 */
export function toParts(
  line: LabelledLine,
  offset: number,
  message: number,
): Part[] {
  const parts: Part[] = [];
  let start = offset;
  for (const { kind, length, about } of line.pieces) {
    if (length === 0) continue;
    const part = { kind, start, end: start + length, message };
    parts.push(about === undefined ? part : { ...part, about });
    start += length;
  }
  if (line.fault === undefined) return parts;
  return markProblem(parts, offset + line.fault.at, line.fault);
}

/**
 * Marks one byte.
 *
 * @param parts Parts without a gap.
 * @param offset The byte; after the last one, a part without bytes is added.
 * @param problem What is wrong there.
 * @returns The parts, with the byte in a part of its own.
 */
export function markProblem(
  parts: readonly Part[],
  offset: number,
  { note, expected, because }: Problem,
): Part[] {
  const problem = { note, expected, because };
  const at = parts.findIndex(({ end }) => offset < end);
  if (at < 0) {
    const { message = 0 } = parts.at(-1) ?? {};
    const place = { start: offset, end: offset, message };
    return [...parts, { kind: "missing", ...place, problem }];
  }
  const part = parts[at];
  const pieces: Part[] = [
    { ...part, end: offset },
    { ...part, start: offset, end: offset + 1, problem },
    { ...part, start: offset + 1 },
  ];
  return [
    ...parts.slice(0, at),
    ...pieces.filter(({ start, end }) => start < end),
    ...parts.slice(at + 1),
  ];
}

/**
 * Joins parts that have the same label, as a long body has that arrives in
 * pieces.
 *
 * @param parts Parts without a gap.
 * @returns As few parts as possible.
 */
export function joinParts(parts: readonly Part[]): Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    const isSame = last !== undefined && last.kind === part.kind &&
      last.about === part.about && last.message === part.message &&
      last.end === part.start && last.start < last.end &&
      !last.problem && !part.problem;
    if (isSame) joined[joined.length - 1] = { ...last, end: part.end };
    else joined.push(part);
  }
  return joined;
}
